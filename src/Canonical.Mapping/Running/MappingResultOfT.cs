using System.Diagnostics.CodeAnalysis;

namespace Canonical.Mapping;

/// <summary>The outcome of mapping one record to a canonical object. Immutable and safe to share between threads.</summary>
/// <typeparam name="T">The canonical object.</typeparam>
public sealed class MappingResult<T>
    where T : class
{
    internal MappingResult(T? value, ReadOnlyMemory<byte> json, IReadOnlyList<MappingIssue> issues)
    {
        Value = value;
        Json = json;
        Issues = issues;
    }

    /// <summary>True when the record was mapped, keeps its contract and was read.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Succeeded => Value is not null;

    /// <summary>True when the record is held back until people have decided, and nothing else is wrong with it. Mapping it again later may succeed.</summary>
    public bool IsHeld => Value is null && MappingResult.Worst(Issues) == MappingSeverity.Held;

    /// <summary>The canonical object, or null when <see cref="Succeeded"/> is false.</summary>
    public T? Value { get; }

    /// <summary>The canonical object as UTF-8 JSON; empty when <see cref="Succeeded"/> is false.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>All problems of the record: those of the lenses, then those of the contract.</summary>
    public IReadOnlyList<MappingIssue> Issues { get; }
}
