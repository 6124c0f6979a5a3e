using System.Globalization;

namespace Canonical.Mapping;

/// <summary>One thing that is wrong with one record: what, where, why and what to do. It never holds a value of the record. Immutable and safe to share between threads.</summary>
public sealed record MappingIssue
{
    /// <summary>The permanent code, one of <see cref="MappingCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Whether the record can be mapped all the same.</summary>
    public required MappingSeverity Severity { get; init; }

    /// <summary>What sort of trouble it is.</summary>
    public required MappingIssueKind Kind { get; init; }

    /// <summary>The place in the vendor's record, a member path with array places such as <c>lines[2].amount</c>, in both directions of the run; null when there is none.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The place in the canonical object, a member path with array places, in both directions of the run; null when there is none.</summary>
    public string? TargetPath { get; init; }

    /// <summary>The JSON kind of the value, never the value.</summary>
    public MappingValueKind ValueKind { get; init; } = MappingValueKind.None;

    /// <summary>The id of the lens, or null when no lens is to blame.</summary>
    public string? Lens { get; init; }

    /// <summary>What is wrong, in one sentence for people.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it, in one sentence for people.</summary>
    public required string Remedy { get; init; }

    /// <summary>The issue on one line, for logs and consoles.</summary>
    public override string ToString()
    {
        var place = (SourcePath, TargetPath) switch
        {
            (null, null) => "",
            (null, _) => $" ({TargetPath})",
            (_, null) => $" ({SourcePath})",
            _ => $" ({SourcePath} → {TargetPath})",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Code} {Severity}{place}: {Message} {Remedy}");
    }
}
