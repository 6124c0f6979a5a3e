using System.Globalization;

namespace Canonical.Mapping;

/// <summary>One thing that is wrong with a mapping document. Immutable and safe to share between threads.</summary>
/// <param name="Code">The permanent code, one of <see cref="MappingCodes"/>.</param>
/// <param name="Path">The place in the document, a JSON Pointer (RFC 6901); empty for the document itself.</param>
/// <param name="Lens">The id of the lens, or null.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record MappingDocumentFinding(string Code, string Path, string? Lens, string Message)
{
    /// <summary>The finding on one line, for logs and consoles.</summary>
    public override string ToString() =>
        Lens is null
            ? string.Create(CultureInfo.InvariantCulture, $"{Code} at {(Path.Length == 0 ? "/" : Path)}: {Message}")
            : string.Create(CultureInfo.InvariantCulture, $"{Code} at {Path} (lens {Lens}): {Message}");
}
