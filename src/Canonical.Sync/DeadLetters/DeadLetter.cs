namespace Canonical.Sync;

/// <summary>A record that stopped, as the store holds it. Immutable and thread-safe: a snapshot.</summary>
public sealed record DeadLetter
{
    /// <summary>The number of the letter in its store.</summary>
    public required long Id { get; init; }

    /// <summary>What is told about it, as of the last time.</summary>
    public required DeadLetterEntry Entry { get; init; }

    /// <summary>Where it stands.</summary>
    public required DeadLetterState State { get; init; }

    /// <summary>How often the record stopped while this letter was open.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it stopped first.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>When it stopped last.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>When it was settled; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How it was settled; null while it is open.</summary>
    public string? Note { get; init; }
}
