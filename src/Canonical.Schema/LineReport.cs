using System.Runtime.InteropServices;

namespace Canonical.Schema;

/// <summary>The outcome for one line of a stream of JSON documents, one a line (NDJSON). Thread-safe: a value.</summary>
/// <param name="Line">The number of the line in the stream, from 1. Lines and columns of errors count within the line's document.</param>
/// <param name="ByteOffset">Where the line begins in the stream, from 0.</param>
/// <param name="Report">What was found.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LineReport(long Line, long ByteOffset, ValidationReport Report);
