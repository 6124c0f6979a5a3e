using System.Text.Json;

namespace Canonical.Model;

/// <summary>
/// The members of an object that are in its fingerprint (<c>x-canonical-posting</c>), read from its contract, so that a fingerprint needs no generated type: it is the one
/// that <see cref="ICanonicalObject{TSelf}.ComputeFingerprint"/> of the generated type gives. Works for the contracts of any folder. Thread-safe: immutable.
/// </summary>
/// <remarks>
/// Profile 1. Of the object, the marked members alone; of a part of it (an object under <c>$defs</c>) all members that the contract knows, but for those that it marks with <c>false</c>. Decimals lose trailing zeros, instants
/// lose trailing zeros of their fraction; every other value stays as it is. The result is put into canonical form (RFC 8785) and hashed.
/// </remarks>
public sealed class PostingMembers
{
    private readonly PostingShape _shape;

    private PostingMembers(ContractId contract, PostingShape shape, IReadOnlyList<string> names)
    {
        Contract = contract;
        _shape = shape;
        Names = names;
    }

    /// <summary>The contract that says which members matter.</summary>
    public ContractId Contract { get; }

    /// <summary>The names of the members, in the order of the contract; empty when the contract marks none.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads which members of an object matter to a target.</summary>
    /// <param name="contracts">The contract and those that it refers to.</param>
    /// <param name="contract">The contract of the object.</param>
    /// <returns>The members.</returns>
    /// <exception cref="ContractException">The contract is not in the set, or refers to what is not.</exception>
    public static PostingMembers Of(CanonicalContractSet contracts, ContractId contract)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        using var reader = new PostingShapeReader(contracts);
        var (shape, names) = reader.ReadObject(contracts.Get(contract));
        return new(contract, shape, names);
    }

    /// <summary>The canonical JSON of the members: what is hashed.</summary>
    /// <param name="utf8Json">A document that keeps the contract, in UTF-8. It is not checked here.</param>
    /// <returns>UTF-8.</returns>
    /// <exception cref="CanonicalJsonException">The document is not a JSON object with a canonical form.</exception>
    public byte[] ToCanonicalJson(ReadOnlySpan<byte> utf8Json)
    {
        var json = new Utf8Builder(stackalloc byte[1024]);
        try
        {
            Select(utf8Json, ref json);
            return CanonicalJson.Canonicalize(json.Written);
        }
        finally
        {
            json.Dispose();
        }
    }

    /// <summary>The fingerprint of a document.</summary>
    /// <param name="utf8Json">A document that keeps the contract, in UTF-8. It is not checked here.</param>
    /// <returns>The fingerprint.</returns>
    /// <exception cref="CanonicalJsonException">The document is not a JSON object with a canonical form.</exception>
    public Fingerprint ComputeFingerprint(ReadOnlySpan<byte> utf8Json)
    {
        var json = new Utf8Builder(stackalloc byte[1024]);
        try
        {
            Select(utf8Json, ref json);
            return Fingerprint.Compute(Contract, json.Written);
        }
        finally
        {
            json.Dispose();
        }
    }

    private void Select(ReadOnlySpan<byte> utf8Json, ref Utf8Builder json)
    {
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw new CanonicalJsonException(ModelCodes.MalformedJson, "The value is not a JSON object.", 0);
            _shape.Append(ref reader, utf8Json, ref json);
            reader.Read();
        }
        catch (JsonException e)
        {
            throw new CanonicalJsonException(ModelCodes.MalformedJson, $"The text is not well-formed JSON (line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1} of the line).", reader.BytesConsumed, e);
        }
        catch (InvalidOperationException e)
        {
            // What the reader throws when an escape stands for half of a surrogate pair.
            throw new CanonicalJsonException(ModelCodes.InvalidText, $"The string at byte {reader.TokenStartIndex} has half of a surrogate pair, which has no UTF-8 form.", reader.TokenStartIndex, e);
        }
    }
}
