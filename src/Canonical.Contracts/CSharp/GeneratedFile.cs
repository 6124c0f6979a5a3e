namespace Canonical.Contracts;

/// <summary>A file that a generator made. Thread-safe: immutable.</summary>
/// <param name="Name">The name of the file, with forward slashes where it lies in a folder below.</param>
/// <param name="Content">The text, with line feeds.</param>
public sealed record GeneratedFile(string Name, string Content);
