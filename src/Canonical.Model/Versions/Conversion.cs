using System.Diagnostics.CodeAnalysis;

namespace Canonical.Model;

/// <summary>A document in another version of its contract, and what it lost on the way. Thread-safe: immutable.</summary>
/// <typeparam name="T">The object in the version that was asked for.</typeparam>
public sealed class Conversion<T> where T : class
{
    internal Conversion(T? value, IReadOnlyList<ConversionLoss> losses) => (Value, Losses) = (value, losses);

    /// <summary>The document; null when the other version has none that says the same without saying more, and <see cref="Losses"/> tells why.</summary>
    public T? Value { get; }

    /// <summary>What was lost; empty when nothing was.</summary>
    public IReadOnlyList<ConversionLoss> Losses { get; }

    /// <summary>True when there is a document.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsConverted => Value is not null;

    /// <summary>True when there is a document and nothing was lost.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsLossless => Value is not null && Losses.Count == 0;
}
