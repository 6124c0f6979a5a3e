using System.Globalization;

namespace Canonical.Mapping;

/// <summary>One thing that a check found before any data was moved. It never holds a value of a record. Immutable and safe to share between threads.</summary>
public sealed record MappingFinding
{
    /// <summary>The permanent code, one of <see cref="MappingCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>How bad it is.</summary>
    public required MappingFindingSeverity Severity { get; init; }

    /// <summary>The place in the mapping document, a JSON Pointer (RFC 6901); empty for the document as a whole.</summary>
    public required string Path { get; init; }

    /// <summary>The id of the lens, or null.</summary>
    public string? Lens { get; init; }

    /// <summary>The vendor's field, or null; <c>[]</c> stands for every element of an array.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The canonical member, or null; <c>[]</c> stands for every element of an array.</summary>
    public string? TargetPath { get; init; }

    /// <summary>What is wrong, for people.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it, for people.</summary>
    public required string Remedy { get; init; }

    /// <summary>The finding on one line, for logs and consoles.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Code} {Severity} at {(Path.Length == 0 ? "/" : Path)}{(Lens is null ? "" : $" (lens {Lens})")}: {Message} {Remedy}");
}
