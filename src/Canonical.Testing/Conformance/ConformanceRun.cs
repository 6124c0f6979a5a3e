using Connectors.Abstractions;

namespace Canonical.Testing;

/// <summary>Collects the checks of one role.</summary>
internal sealed class ConformanceRun(string role, CancellationToken cancellationToken)
{
    private readonly List<ConformanceCheck> _checks = [];

    public CancellationToken Cancellation => cancellationToken;

    /// <summary>Tries one promise. The check gives null, or how the promise was broken; what it throws breaks it too.</summary>
    public async Task CheckAsync(string promise, Func<Task<string?>> check)
    {
        string? fault;
        try
        {
            fault = await check().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            // Whatever a connector throws where it promised not to is a finding about it, and the other promises are still tried.
            fault = $"it threw {e.GetType().Name}: {e.Message}";
        }

        _checks.Add(new ConformanceCheck(promise, fault));
    }

    /// <summary>The report, when all was kept.</summary>
    /// <exception cref="ConformanceException">A promise was broken.</exception>
    public ConformanceReport End()
    {
        var report = new ConformanceReport(role, _checks);
        return report.IsKept ? report : throw new ConformanceException(report);
    }

    /// <summary>The first reason, or that there is none.</summary>
    public static string Why(IReadOnlyList<RecordIssue> issues) => issues is [{ } first, ..] ? $"{first.Code} {first.Message}" : "without a reason";

    /// <summary>Some ids in words, or nothing.</summary>
    public static string Some(IEnumerable<string> ids)
    {
        string[] all = [.. ids];
        return string.Join(", ", all.Take(5)) + (all.Length > 5 ? $" and {all.Length - 5} more" : "");
    }
}
