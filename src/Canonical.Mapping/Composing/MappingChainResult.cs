namespace Canonical.Mapping;

/// <summary>The outcome of taking one record from a vendor to another. Immutable and safe to share between threads.</summary>
public sealed class MappingChainResult
{
    internal MappingChainResult(ReadOnlyMemory<byte> canonical, ReadOnlyMemory<byte> json, bool succeeded, IReadOnlyList<MappingChainIssue> issues)
    {
        Canonical = canonical;
        Json = json;
        Succeeded = succeeded;
        Issues = issues;
    }

    /// <summary>True when both halves gave a record.</summary>
    public bool Succeeded { get; }

    /// <summary>The canonical object as UTF-8 JSON; empty when the first half failed.</summary>
    public ReadOnlyMemory<byte> Canonical { get; }

    /// <summary>The record of the second vendor as UTF-8 JSON; empty when <see cref="Succeeded"/> is false.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The issues of both halves, in order. When the first half fails the second does not run.</summary>
    public IReadOnlyList<MappingChainIssue> Issues { get; }
}
