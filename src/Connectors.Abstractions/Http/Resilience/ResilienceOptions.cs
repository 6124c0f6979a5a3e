using System.ComponentModel.DataAnnotations;

namespace Connectors.Abstractions;

/// <summary>How calls to one system are guarded. The defaults are those of the standard pipeline that .NET users know from Microsoft.Extensions.Http.Resilience.</summary>
public sealed class ResilienceOptions
{
    /// <summary>Calls at once by default: 1000.</summary>
    public const int DefaultMaxConcurrency = 1000;

    /// <summary>Calls at once at the beginning by default: 16.</summary>
    public const int DefaultInitialConcurrency = 16;

    /// <summary>Share of the account's calls by default: 1, all of them.</summary>
    public const double DefaultQuotaShare = 1;

    /// <summary>Retries by default, after the first try: 3.</summary>
    public const int DefaultMaxRetries = 3;

    /// <summary>Calls after which the circuit may open by default: 100.</summary>
    public const int DefaultCircuitMinimumThroughput = 100;

    /// <summary>Share of failed calls that opens the circuit by default: 0.1.</summary>
    public const double DefaultCircuitFailureRatio = 0.1;

    /// <summary>Time for a call with all its tries by default: 30 seconds.</summary>
    public static readonly TimeSpan DefaultTotalTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Time for one try by default: 10 seconds.</summary>
    public static readonly TimeSpan DefaultAttemptTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Wait before the first retry by default: 2 seconds; it doubles each time, with jitter.</summary>
    public static readonly TimeSpan DefaultRetryDelay = TimeSpan.FromSeconds(2);

    /// <summary>Time over which failures are counted by default: 30 seconds.</summary>
    public static readonly TimeSpan DefaultCircuitSamplingDuration = TimeSpan.FromSeconds(30);

    /// <summary>Time for which an open circuit refuses calls by default: 5 seconds.</summary>
    public static readonly TimeSpan DefaultCircuitBreakDuration = TimeSpan.FromSeconds(5);

    /// <summary>Calls at once, those that wait for their turn included; a further one is refused at once. From 1 to 100,000; <see cref="DefaultMaxConcurrency"/> unless set.</summary>
    [Range(1, 100_000)]
    public int MaxConcurrency { get; set; } = DefaultMaxConcurrency;

    /// <summary>
    /// Calls at once at the beginning; from there it is found out by trying how many the account takes (<see cref="AdaptiveLimit"/>), up to <see cref="MaxConcurrency"/>. Further calls wait, within <see cref="TotalTimeout"/>.
    /// From 1 to 100,000; <see cref="DefaultInitialConcurrency"/> unless set.
    /// </summary>
    [Range(1, 100_000)]
    public int InitialConcurrency { get; set; } = DefaultInitialConcurrency;

    /// <summary>The share of the account's calls that this process may use, from 0.001 to 1, for accounts whose vendor grants a number of calls in a day (<see cref="QuotaBudget"/>). <see cref="DefaultQuotaShare"/> unless set: no limit of our own.</summary>
    [Range(0.001, 1.0)]
    public double QuotaShare { get; set; } = DefaultQuotaShare;

    /// <summary>Retries after the first try. From 0 to 20; <see cref="DefaultMaxRetries"/> unless set.</summary>
    [Range(0, 20)]
    public int MaxRetries { get; set; } = DefaultMaxRetries;

    /// <summary>Time for a call with all its tries and waits. <see cref="DefaultTotalTimeout"/> unless set.</summary>
    public TimeSpan TotalTimeout { get; set; } = DefaultTotalTimeout;

    /// <summary>Time for one try. <see cref="DefaultAttemptTimeout"/> unless set.</summary>
    public TimeSpan AttemptTimeout { get; set; } = DefaultAttemptTimeout;

    /// <summary>Wait before the first retry. <see cref="DefaultRetryDelay"/> unless set. A Retry-After of the system goes before it.</summary>
    public TimeSpan RetryDelay { get; set; } = DefaultRetryDelay;

    /// <summary>Share of failed calls that opens the circuit, from 0.001 to 1. <see cref="DefaultCircuitFailureRatio"/> unless set.</summary>
    [Range(0.001, 1.0)]
    public double CircuitFailureRatio { get; set; } = DefaultCircuitFailureRatio;

    /// <summary>Calls within the sampling duration below which the circuit never opens. From 2 to 1,000,000; <see cref="DefaultCircuitMinimumThroughput"/> unless set.</summary>
    [Range(2, 1_000_000)]
    public int CircuitMinimumThroughput { get; set; } = DefaultCircuitMinimumThroughput;

    /// <summary>Time over which failures are counted. <see cref="DefaultCircuitSamplingDuration"/> unless set.</summary>
    public TimeSpan CircuitSamplingDuration { get; set; } = DefaultCircuitSamplingDuration;

    /// <summary>Time for which an open circuit refuses calls. <see cref="DefaultCircuitBreakDuration"/> unless set.</summary>
    public TimeSpan CircuitBreakDuration { get; set; } = DefaultCircuitBreakDuration;

    /// <summary>Checks the values alone and against each other.</summary>
    /// <returns>One sentence for each fault, with the value that is wrong; empty when all is well.</returns>
    public IReadOnlyList<string> FindFaults()
    {
        var faults = new List<string>();
        Require(MaxConcurrency is >= 1 and <= 100_000, $"MaxConcurrency is {MaxConcurrency}; it must be from 1 to 100000.");
        Require(InitialConcurrency is >= 1 and <= 100_000, $"InitialConcurrency is {InitialConcurrency}; it must be from 1 to 100000.");
        Require(QuotaShare is >= 0.001 and <= 1, FormattableString.Invariant($"QuotaShare is {QuotaShare}; it must be from 0.001 to 1."));
        Require(MaxRetries is >= 0 and <= 20, $"MaxRetries is {MaxRetries}; it must be from 0 to 20.");
        Require(CircuitFailureRatio is >= 0.001 and <= 1, FormattableString.Invariant($"CircuitFailureRatio is {CircuitFailureRatio}; it must be from 0.001 to 1."));
        Require(CircuitMinimumThroughput is >= 2 and <= 1_000_000, $"CircuitMinimumThroughput is {CircuitMinimumThroughput}; it must be from 2 to 1000000.");
        Require(AttemptTimeout >= TimeSpan.FromMilliseconds(10), $"AttemptTimeout is {AttemptTimeout}; it must be at least 10 milliseconds.");
        Require(TotalTimeout > AttemptTimeout, $"TotalTimeout is {TotalTimeout}; it must be longer than AttemptTimeout, which is {AttemptTimeout}.");
        Require(TotalTimeout <= TimeSpan.FromDays(1), $"TotalTimeout is {TotalTimeout}; it must be at most one day.");
        Require(RetryDelay >= TimeSpan.Zero && RetryDelay <= TimeSpan.FromDays(1), $"RetryDelay is {RetryDelay}; it must be from zero to one day.");
        Require(CircuitSamplingDuration >= TimeSpan.FromMilliseconds(500) && CircuitSamplingDuration <= TimeSpan.FromDays(1), $"CircuitSamplingDuration is {CircuitSamplingDuration}; it must be from half a second to one day.");
        Require(CircuitSamplingDuration >= AttemptTimeout * 2, $"CircuitSamplingDuration is {CircuitSamplingDuration}; it must be at least twice AttemptTimeout, which is {AttemptTimeout}.");
        Require(CircuitBreakDuration >= TimeSpan.FromMilliseconds(500) && CircuitBreakDuration <= TimeSpan.FromDays(1), $"CircuitBreakDuration is {CircuitBreakDuration}; it must be from half a second to one day.");
        return faults;

        void Require(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }
    }
}
