using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Model;

/// <summary>What every canonical object is. Implemented by generated records; they are immutable and so thread-safe.</summary>
/// <typeparam name="TSelf">The object itself.</typeparam>
public interface ICanonicalObject<TSelf> where TSelf : class, ICanonicalObject<TSelf>
{
    /// <summary>The contract that the type was generated from.</summary>
    static abstract CanonicalContract Contract { get; }

    /// <summary>Reads and validates an object.</summary>
    /// <param name="utf8Json">One JSON value in UTF-8.</param>
    /// <param name="value">The object, when it is valid.</param>
    /// <param name="report">Every violation of the contract; valid when the method returns true.</param>
    /// <returns>True when the text keeps the contract.</returns>
    static abstract bool TryRead(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out TSelf? value, out ValidationReport report);

    /// <summary>The canonical id.</summary>
    CanonicalId Id { get; }

    /// <summary>The contract that the writer of the object followed: that of the type, or another minor version of it.</summary>
    ContractId ContractId { get; }

    /// <summary>The records of other systems that the object stands for; the first is that of the system of record.</summary>
    IReadOnlyList<SourceRef> SourceRefs { get; }

    /// <summary>The life of the record in its system of record.</summary>
    RecordStatus Status { get; }

    /// <summary>When the values were read from the source, UTC.</summary>
    DateTimeOffset ObservedAt { get; }

    /// <summary>When the record was last changed in the source, UTC; null when the source does not say.</summary>
    DateTimeOffset? SourceUpdatedAt { get; }

    /// <summary>Writes the object, its properties in the order of the contract, unknown members after them.</summary>
    /// <param name="writer">Where it goes.</param>
    void WriteTo(Utf8JsonWriter writer);

    /// <summary>The object as JSON.</summary>
    /// <returns>UTF-8 without white space.</returns>
    byte[] ToUtf8Bytes();

    /// <summary>Checks the object against the contract: the same report as reading it from JSON.</summary>
    /// <returns>The report.</returns>
    ValidationReport Validate();

    /// <summary>The fingerprint of the members that matter to a target (<c>x-canonical-posting</c>).</summary>
    /// <returns>The fingerprint.</returns>
    Fingerprint ComputeFingerprint();
}
