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
}
