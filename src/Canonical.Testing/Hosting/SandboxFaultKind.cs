namespace Canonical.Testing;

/// <summary>What goes wrong.</summary>
public enum SandboxFaultKind
{
    /// <summary>The fault's own answer is given; the sandbox does nothing.</summary>
    Answer,

    /// <summary>The connection is cut before the sandbox does anything.</summary>
    CutBefore,

    /// <summary>The sandbox does the work and the connection is cut before the answer goes out: the caller cannot know that it took effect.</summary>
    CutAfter,

    /// <summary>The sandbox does the work and never answers: the request ends when the caller gives up. The caller cannot know that it took effect.</summary>
    HangAfter,

    /// <summary>The answer waits for <see cref="SandboxFault.Delay"/> by the sandbox's clock before it begins.</summary>
    Slow,

    /// <summary>Half of the answer's body comes, and then the connection is cut.</summary>
    Truncate,

    /// <summary>Half of the answer's body comes, and it ends as if it were whole.</summary>
    TruncateQuietly,

    /// <summary>The request reaches the sandbox twice, as through a proxy that repeats it; the second answer goes out.</summary>
    Twice,
}
