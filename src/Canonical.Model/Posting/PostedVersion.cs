using System.Runtime.InteropServices;

namespace Canonical.Model;

/// <summary>One posting of a record to a target for a purpose, as far as <see cref="PostingSequence"/> needs it. Thread-safe: an immutable value.</summary>
/// <param name="Sequence">Its number, from 1.</param>
/// <param name="Operation">What it does.</param>
/// <param name="Fingerprint">What it posts.</param>
/// <param name="Effect">What is known about its effect.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PostedVersion(long Sequence, PostingOperation Operation, Fingerprint Fingerprint, PostingEffect Effect);
