using System.Runtime.InteropServices;
using Canonical.Schema;

namespace Canonical.Model;

/// <summary>One line of a stream of objects, one a line (NDJSON): the object, or why it is none. Thread-safe: a value.</summary>
/// <typeparam name="T">The object.</typeparam>
/// <param name="Line">The number of the line in the stream, from 1. Lines and columns of errors count within the line's document.</param>
/// <param name="ByteOffset">Where the line begins in the stream, from 0.</param>
/// <param name="Value">The object; null when the line breaks the contract.</param>
/// <param name="Report">Every violation; valid when there is an object.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReadResult<T>(long Line, long ByteOffset, T? Value, ValidationReport Report)
    where T : class;
