namespace Canonical.Mapping;

/// <summary>One line of a stream of records (NDJSON) after mapping. Immutable and safe to share between threads.</summary>
/// <param name="Line">The number of the line, from 1.</param>
/// <param name="Result">The outcome; a line that is too long is a result with an error.</param>
public readonly record struct MappedLine(long Line, MappingResult Result);
