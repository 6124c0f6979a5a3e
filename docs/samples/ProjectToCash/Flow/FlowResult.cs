using Canonical.Sync;

namespace ProjectToCash;

/// <summary>What one run of the flow did.</summary>
internal sealed record FlowResult
{
    public required SyncReport Customers { get; init; }

    public required SyncReport Projects { get; init; }

    public required IReadOnlyList<FlowLine> Lines { get; init; }

    /// <summary>What is in the ERP and differs from what we hold to be posted: a fault of the flow, never of a record.</summary>
    public required IReadOnlyList<string> Mismatches { get; init; }

    public long Posts => Customers.Posts + Projects.Posts;

    /// <summary>A refused record is an expected end; one of which nobody knows what became of it, or which is not there although it was posted, is not.</summary>
    public bool Succeeded => Mismatches.Count == 0 && Customers.InDoubt + Projects.InDoubt == 0;
}

/// <summary>One record and what became of it.</summary>
internal sealed record FlowLine(string Kind, string Name, SyncItemResult Result);
