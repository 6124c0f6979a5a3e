using Canonical.Model;

namespace Canonical.Sync;

/// <summary>Which postings to list or count. A member that is null does not narrow. Immutable and thread-safe.</summary>
public sealed record PostingFilter
{
    /// <summary>Only this tenant.</summary>
    public string? Tenant { get; init; }

    /// <summary>Only this target.</summary>
    public string? Target { get; init; }

    /// <summary>Only this purpose.</summary>
    public string? Purpose { get; init; }

    /// <summary>Only this state.</summary>
    public PostingState? State { get; init; }

    /// <summary>Only postings of this canonical object.</summary>
    public CanonicalId? Subject { get; init; }

    internal bool Matches(Posting posting) =>
        (Tenant is null || posting.Lane.Entity.Tenant == Tenant)
        && (Target is null || posting.Lane.Target == Target)
        && (Purpose is null || posting.Lane.Purpose == Purpose)
        && (State is null || posting.State == State)
        && (Subject is null || posting.Subject == Subject);
}
