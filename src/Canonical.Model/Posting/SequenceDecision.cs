using System.Runtime.InteropServices;

namespace Canonical.Model;

/// <summary>The answer of <see cref="PostingSequence"/>. Thread-safe: an immutable value.</summary>
/// <param name="Ruling">What to do with the change.</param>
/// <param name="Sequence">The number of the posting that the ruling is about: a new number when it is <see cref="SequenceRuling.New"/>.</param>
/// <param name="SupersedesLatest">True when the latest posting waits and gives way: it is never sent.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SequenceDecision(SequenceRuling Ruling, long Sequence, bool SupersedesLatest);
