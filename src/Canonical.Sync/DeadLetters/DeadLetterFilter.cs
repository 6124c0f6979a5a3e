using Canonical.Model;

namespace Canonical.Sync;

/// <summary>Which dead letters to list or count. A member that is null does not narrow. Immutable and thread-safe.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>Only this tenant.</summary>
    public string? Tenant { get; init; }

    /// <summary>Only this target.</summary>
    public string? Target { get; init; }

    /// <summary>Only this purpose.</summary>
    public string? Purpose { get; init; }

    /// <summary>Only this state.</summary>
    public DeadLetterState? State { get; init; }

    /// <summary>Only this code.</summary>
    public string? Code { get; init; }

    /// <summary>Only letters of this canonical object.</summary>
    public CanonicalId? Subject { get; init; }

    internal bool Matches(DeadLetter letter) =>
        (Tenant is null || letter.Entry.Lane.Entity.Tenant == Tenant)
        && (Target is null || letter.Entry.Lane.Target == Target)
        && (Purpose is null || letter.Entry.Lane.Purpose == Purpose)
        && (State is null || letter.State == State)
        && (Code is null || letter.Entry.Code == Code)
        && (Subject is null || letter.Entry.Subject == Subject);
}
