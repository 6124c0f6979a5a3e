namespace Canonical.Model;

/// <summary>What is known about the effect of a posting at its target. Thread-safe: a value.</summary>
public enum PostingEffect
{
    /// <summary>It certainly has had no effect yet, and may still be sent.</summary>
    Waiting,

    /// <summary>It is being sent, or was sent and its answer was lost: it may or may not have taken effect.</summary>
    Unknown,

    /// <summary>It took effect.</summary>
    Applied,

    /// <summary>The target refused it: it had no effect.</summary>
    Rejected,

    /// <summary>It never took effect and never will: a later change took its place.</summary>
    Superseded,
}
