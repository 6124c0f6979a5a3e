namespace Canonical.Mapping;

/// <summary>The outcome of mapping one record. Immutable and safe to share between threads.</summary>
public sealed class MappingResult
{
    internal MappingResult(byte[] json, IReadOnlyList<MappingIssue> issues)
    {
        Issues = issues;
        Succeeded = !HasErrors(issues);
        Json = Succeeded ? json : ReadOnlyMemory<byte>.Empty;
    }

    /// <summary>True when no issue is an error.</summary>
    public bool Succeeded { get; }

    /// <summary>The mapped object as UTF-8 JSON; empty when <see cref="Succeeded"/> is false, so that half a record cannot be sent on.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>All problems of the record, in the order of the lenses.</summary>
    public IReadOnlyList<MappingIssue> Issues { get; }

    internal static bool HasErrors(IReadOnlyList<MappingIssue> issues)
    {
        for (var i = 0; i < issues.Count; i++)
        {
            if (issues[i].Severity == MappingSeverity.Error)
                return true;
        }

        return false;
    }
}
