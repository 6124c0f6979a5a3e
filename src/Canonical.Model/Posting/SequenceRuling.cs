namespace Canonical.Model;

/// <summary>What <see cref="PostingSequence"/> says about a change. Thread-safe: a value.</summary>
public enum SequenceRuling
{
    /// <summary>The target has it already: nothing is posted. Retries, replays and repeated reads end here.</summary>
    Unchanged,

    /// <summary>A posting of the same waits: it is sent with the sequence, and so the key, that it has.</summary>
    Resume,

    /// <summary>A posting of the same was refused: sending it again is a person's decision, with the sequence that it has.</summary>
    StillRejected,

    /// <summary>It is a posting of its own, with the next sequence, and so a new key.</summary>
    New,

    /// <summary>Nothing can be said before the effect of the latest posting is known.</summary>
    Undecided,
}
