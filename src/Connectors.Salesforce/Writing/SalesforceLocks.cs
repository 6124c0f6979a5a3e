using System.Security.Cryptography;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Rows that another transaction held (UNABLE_TO_LOCK_ROW): nobody's fault, and over in a moment.</summary>
internal static class SalesforceLocks
{
    private const int LongestSeconds = 30;

    /// <summary>Whether a record was not written because another transaction held it or its parent. A trigger that met the lock wraps it in a code of its own.</summary>
    public static bool IsLocked(WriteOutcome outcome) =>
        outcome.Kind == WriteOutcomeKind.Retryable
        && outcome.Issues.Any(static issue => issue.VendorCode == "UNABLE_TO_LOCK_ROW" || issue is { VendorCode: "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", Kind: IssueKind.Transient });

    /// <summary>Waits for about 1, 2, 4, … seconds, half of it by chance, so that two writers do not meet again.</summary>
    public static Task WaitAsync(SalesforceClient client, int attempt, CancellationToken cancellationToken)
    {
        double seconds = Math.Min(LongestSeconds, Math.Pow(2, attempt - 1));
        // From half to one and a half of it.
        return Task.Delay(TimeSpan.FromMilliseconds(seconds * RandomNumberGenerator.GetInt32(500, 1501)), client.Time, cancellationToken);
    }
}
