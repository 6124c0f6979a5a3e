using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Model;

/// <summary>What every canonical object is. Implemented by generated records; they are immutable and so thread-safe.</summary>
/// <typeparam name="TSelf">The object itself.</typeparam>
public interface ICanonicalObject<TSelf> where TSelf : class, ICanonicalObject<TSelf>
{
    /// <summary>The contract that the type was generated from.</summary>
    static abstract CanonicalContract Contract { get; }

    /// <summary>Reads and validates an object in one pass over the text.</summary>
    /// <param name="utf8Json">One JSON value in UTF-8.</param>
    /// <param name="value">The object, when it is valid.</param>
    /// <param name="report">Every violation of the contract; valid when the method returns true.</param>
    /// <returns>True when the text keeps the contract. Its laws are checked by <see cref="CheckLaws"/>.</returns>
    static abstract bool TryRead(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out TSelf? value, out ValidationReport report);

    /// <summary>Reads and validates an object in one pass over the text.</summary>
    /// <param name="utf8Json">One JSON value in UTF-8, in any number of segments.</param>
    /// <param name="value">The object, when it is valid.</param>
    /// <param name="report">Every violation of the contract; valid when the method returns true.</param>
    /// <returns>True when the text keeps the contract. Its laws are checked by <see cref="CheckLaws"/>.</returns>
    static virtual bool TryRead(in ReadOnlySequence<byte> utf8Json, [NotNullWhen(true)] out TSelf? value, out ValidationReport report) => TSelf.TryRead(utf8Json.ToArray(), out value, out report);

    /// <summary>Reads objects from a stream, one a line (NDJSON), as they arrive, with one line in memory; see <see cref="CanonicalLines"/>.</summary>
    /// <param name="utf8Lines">The stream. It is not closed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>For each line the object, or why it is none; a bad line does not end the stream.</returns>
    static virtual IAsyncEnumerable<ReadResult<TSelf>> ReadLinesAsync(Stream utf8Lines, CancellationToken cancellationToken = default) => CanonicalLines.ReadAsync<TSelf>(utf8Lines, CanonicalLines.DefaultMaxLineBytes, cancellationToken);

    /// <summary>Reads objects from a pipe, one a line (NDJSON), as they arrive, with one line in memory; see <see cref="CanonicalLines"/>.</summary>
    /// <param name="utf8Lines">The pipe. It is not completed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>For each line the object, or why it is none; a bad line does not end the stream.</returns>
    static virtual IAsyncEnumerable<ReadResult<TSelf>> ReadLinesAsync(PipeReader utf8Lines, CancellationToken cancellationToken = default) => CanonicalLines.ReadAsync<TSelf>(utf8Lines, CanonicalLines.DefaultMaxLineBytes, cancellationToken);

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

    /// <summary>Writes the object as JSON without white space: its members in the order of the contract, each unknown member behind the one that it followed when it was read.</summary>
    /// <param name="output">Where it goes.</param>
    void WriteTo(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(ToUtf8Bytes());
    }

    /// <summary>Writes the object as one value of a larger text, without white space.</summary>
    /// <param name="writer">Where it goes.</param>
    void WriteTo(Utf8JsonWriter writer);

    /// <summary>The object as JSON. Equal objects that were read from texts of one order give equal bytes.</summary>
    /// <returns>UTF-8 without white space.</returns>
    byte[] ToUtf8Bytes();

    /// <summary>Checks the object against the contract: the same report as reading it from JSON.</summary>
    /// <returns>The report.</returns>
    ValidationReport Validate();

    /// <summary>Checks the object against the writer's view of the contract, which refuses members that this version does not know.</summary>
    /// <returns>The report.</returns>
    ValidationReport ValidateForWriting() => TSelf.Contract.WriterSchema.Validate(ToUtf8Bytes());

    /// <summary>Checks the laws of the object: arithmetic across members that the contract names (<c>x-canonical-laws</c>) and a schema cannot say.</summary>
    /// <returns>The laws that do not hold; empty when all do, or there are none. Of an object that breaks the contract they say nothing.</returns>
    IReadOnlyList<LawViolation> CheckLaws() => [];

    /// <summary>The fingerprint of the members that matter to a target (<c>x-canonical-posting</c>).</summary>
    /// <returns>The fingerprint.</returns>
    Fingerprint ComputeFingerprint();
}
