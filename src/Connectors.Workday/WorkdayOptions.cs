using System.ComponentModel.DataAnnotations;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>Where a tenant is and how it is read. Read once when the client is made.</summary>
public sealed class WorkdayOptions
{
    /// <summary>The version of Workday Web Services by default: <c>v44.0</c>. Old versions keep working for years, so one is pinned and never guessed.</summary>
    public const string DefaultVersion = "v44.0";

    /// <summary>The most bytes of one answer by default: 256 MiB.</summary>
    public const long DefaultMaxResponseBytes = 256L * 1024 * 1024;

    /// <summary>The deepest nesting of elements by default: 64. Recorded answers stay under 20.</summary>
    public const int DefaultMaxResponseDepth = 64;

    /// <summary>Time for reading one page to its end by default: 5 minutes.</summary>
    public static readonly TimeSpan DefaultPageTimeout = TimeSpan.FromMinutes(5);

    /// <summary>The address of the services, for example <c>https://wd2-impl-services1.workday.com/</c>. Ask the tenant's administrator: it cannot be derived from the tenant's name. Plain http is for tests on loopback.</summary>
    [Required]
    public Uri? Host { get; set; }

    /// <summary>The tenant, for example <c>acme_impl1</c>. It is part of every path, of the user name, and the instance of every record's origin.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Tenant { get; set; } = "";

    /// <summary>The pinned version, for example <c>v44.0</c>; <see cref="DefaultVersion"/> unless set.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Version { get; set; } = DefaultVersion;

    /// <summary>The most bytes of one answer after decompression, from 1,024; <see cref="DefaultMaxResponseBytes"/> unless set.</summary>
    [Range(1024, long.MaxValue)]
    public long MaxResponseBytes { get; set; } = DefaultMaxResponseBytes;

    /// <summary>The deepest nesting of elements, from 16 to 1,000; <see cref="DefaultMaxResponseDepth"/> unless set.</summary>
    [Range(16, 1000)]
    public int MaxResponseDepth { get; set; } = DefaultMaxResponseDepth;

    /// <summary>Time for reading one page to its end, above zero; <see cref="DefaultPageTimeout"/> unless set.</summary>
    public TimeSpan PageTimeout { get; set; } = DefaultPageTimeout;

    /// <summary>How calls are guarded. A page of workers takes long, so a try may take 2 minutes and a call 10; the rest are the defaults of <see cref="ResilienceOptions"/>.</summary>
    public ResilienceOptions Resilience { get; set; } = new()
    {
        AttemptTimeout = TimeSpan.FromMinutes(2),
        TotalTimeout = TimeSpan.FromMinutes(10),
        // The breaker of the shared pipeline wants a sampling time of at least twice the time of a try.
        CircuitSamplingDuration = TimeSpan.FromMinutes(5),
    };

    /// <summary>Checks the values alone and against each other.</summary>
    /// <returns>One sentence for each fault, with the value that is wrong; empty when all is well.</returns>
    public IReadOnlyList<string> FindFaults()
    {
        List<string> faults = [];
        if (Host is null)
            faults.Add("Host is not set; give the address of the services, for example https://wd2-impl-services1.workday.com/.");
        if (!IsPathSegment(Tenant))
            faults.Add($"Tenant is '{Tenant}'; it must be letters, digits, '_' or '-'.");
        if (!IsVersion(Version))
            faults.Add($"Version is '{Version}'; it must be like {DefaultVersion}.");
        if (MaxResponseBytes < 1024)
            faults.Add(FormattableString.Invariant($"MaxResponseBytes is {MaxResponseBytes}; it must be at least 1024."));
        if (MaxResponseDepth is < 16 or > 1000)
            faults.Add(FormattableString.Invariant($"MaxResponseDepth is {MaxResponseDepth}; it must be from 16 to 1000."));
        if (PageTimeout <= TimeSpan.Zero)
            faults.Add($"PageTimeout is {PageTimeout}; it must be above zero.");
        faults.AddRange(Resilience.FindFaults());
        return faults;
    }

    // The tenant goes into a path and into a user name: what could end either is refused, not escaped.
    private static bool IsPathSegment(string text) =>
        text.Length is > 0 and <= 100 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private static bool IsVersion(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        return text.Length <= 12 && text.StartsWith('v') && dot > 1 && dot < text.Length - 1
            && text.AsSpan(1, dot - 1).IndexOfAnyExceptInRange('0', '9') < 0
            && text.AsSpan(dot + 1).IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
