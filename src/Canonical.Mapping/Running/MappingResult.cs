namespace Canonical.Mapping;

/// <summary>The outcome of mapping one record. Immutable and safe to share between threads.</summary>
public sealed class MappingResult
{
    internal MappingResult(byte[] json, IReadOnlyList<MappingIssue> issues)
    {
        Issues = issues;
        var worst = Worst(issues);
        Succeeded = worst is MappingSeverity.Warning;
        IsHeld = worst is MappingSeverity.Held;
        Json = Succeeded ? json : ReadOnlyMemory<byte>.Empty;
    }

    /// <summary>True when no issue is an error and the record is not held.</summary>
    public bool Succeeded { get; }

    /// <summary>True when the record is held back until people have decided, and nothing else is wrong with it. Mapping it again later may succeed.</summary>
    public bool IsHeld { get; }

    /// <summary>The mapped object as UTF-8 JSON; empty when <see cref="Succeeded"/> is false, so that half a record cannot be sent on.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>All problems of the record, in the order of the lenses.</summary>
    public IReadOnlyList<MappingIssue> Issues { get; }

    // A warning where there is no issue at all.
    internal static MappingSeverity Worst(IReadOnlyList<MappingIssue> issues)
    {
        var worst = MappingSeverity.Warning;
        for (var i = 0; i < issues.Count; i++)
        {
            if (issues[i].Severity > worst)
                worst = issues[i].Severity;
        }

        return worst;
    }
}
