using System.Runtime.InteropServices;

namespace Connectors.Abstractions;

/// <summary>How many requests were sent and what became of them. Immutable and thread-safe.</summary>
/// <param name="Sent">Requests that were handed over.</param>
/// <param name="Succeeded">Took effect: created, updated, unchanged, deleted or applied.</param>
/// <param name="Failed">Refused by the system.</param>
/// <param name="Unprocessed">Certainly without effect, and may be sent again: <see cref="WriteOutcomeKind.Retryable"/>.</param>
/// <param name="Unknown">In doubt: to be resolved by reading back.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WriteAccount(long Sent, long Succeeded, long Failed, long Unprocessed, long Unknown)
{
    /// <summary>Requests that have no outcome yet.</summary>
    public long Open => Sent - Succeeded - Failed - Unprocessed - Unknown;

    /// <summary>True when every request has its outcome: sent = succeeded + failed + unprocessed + unknown.</summary>
    public bool Closes => Open == 0;

    /// <summary>The figures in words, for logs.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Sent} sent = {Succeeded} succeeded + {Failed} failed + {Unprocessed} unprocessed + {Unknown} unknown{(Closes ? "" : FormattableString.Invariant($"; {Open} without an outcome"))}");
}
