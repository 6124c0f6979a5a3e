namespace Canonical.Mapping;

/// <summary>The outcome of mapping one record. Immutable and safe to share between threads.</summary>
public sealed class MappingResult
{
    internal MappingResult(byte[] json, IReadOnlyList<MappingIssue> issues)
    {
        PartialJson = json;
        Issues = issues;
        Succeeded = !issues.Any(issue => issue.Severity == MappingSeverity.Error);
    }

    /// <summary>True when no issue is an error.</summary>
    public bool Succeeded { get; }

    /// <summary>The mapped object as UTF-8 JSON; empty when <see cref="Succeeded"/> is false, so that half a record cannot be sent on.</summary>
    public ReadOnlyMemory<byte> Json => Succeeded ? PartialJson : ReadOnlyMemory<byte>.Empty;

    /// <summary>All problems of the record, in the order of the lenses.</summary>
    public IReadOnlyList<MappingIssue> Issues { get; }

    // What could be mapped: validated too, so that one pass tells everything that is wrong with the record.
    internal byte[] PartialJson { get; }
}
