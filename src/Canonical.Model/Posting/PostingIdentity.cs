using System.Globalization;
using System.Security.Cryptography;

namespace Canonical.Model;

/// <summary>
/// Which posting: the facts that an idempotency key is made from. A retry or a replay of the same posting has the same identity on every machine; a correction has
/// the next <see cref="Sequence"/>, even when its values are those of an earlier one. Thread-safe: immutable.
/// </summary>
/// <remarks>
/// Profile 1. The canonical JSON (RFC 8785) is <c>{"entity":{…},"leg":0,"op":"post","purpose":…,"seq":1,"target":…,"v":1}</c>, where <c>entity</c> is that of <see cref="EntityKey"/>.
/// The payload is not part of it: it is kept beside the key as a <see cref="Fingerprint"/>.
/// </remarks>
public sealed record PostingIdentity
{
    /// <summary>The version of the profile by which identities become keys: 1.</summary>
    public const int Profile = 1;

    /// <summary>The greatest sequence: 2^53 - 1, the last integer that every JSON reader holds exactly.</summary>
    public const long MaxSequence = 9007199254740991;

    /// <summary>Makes an identity.</summary>
    /// <param name="entity">The record that is posted.</param>
    /// <param name="sequence">Which version of it, from 1; assigned once, by the ledger that accepts the change.</param>
    /// <param name="operation">What is done.</param>
    /// <param name="target">The system and installation that it is posted to, such as <c>netsuite/1234567</c>.</param>
    /// <param name="purpose">What for, such as <c>erp.customer</c>: one record may be posted to one target for several purposes.</param>
    /// <param name="leg">Which of several postings that belong to one record and version, from 0.</param>
    /// <exception cref="ArgumentException">A text is empty, or has half of a surrogate pair.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sequence is not from 1 to <see cref="MaxSequence"/>, the leg is negative, or the operation is not one of the enum.</exception>
    public PostingIdentity(EntityKey entity, long sequence, PostingOperation operation, string target, string purpose, int leg = 0)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, MaxSequence);
        ArgumentOutOfRangeException.ThrowIfNegative(leg);
        Entity = entity;
        Sequence = sequence;
        Operation = operation;
        Target = Check(target, nameof(target));
        Purpose = Check(purpose, nameof(purpose));
        Leg = leg;
        _ = Code(operation);
    }

    /// <summary>The record that is posted.</summary>
    public EntityKey Entity { get; }

    /// <summary>Which version of the record, from 1.</summary>
    public long Sequence { get; }

    /// <summary>What is done to the record in the target.</summary>
    public PostingOperation Operation { get; }

    /// <summary>The system and installation that it is posted to.</summary>
    public string Target { get; }

    /// <summary>What it is posted for.</summary>
    public string Purpose { get; }

    /// <summary>Which of several postings of one record and version, from 0.</summary>
    public int Leg { get; }

    /// <summary>The canonical JSON of the identity: what is hashed.</summary>
    /// <returns>UTF-8.</returns>
    public byte[] ToCanonicalJson()
    {
        var json = new Utf8Builder(stackalloc byte[768]);
        try
        {
            AppendTo(ref json);
            return json.Written.ToArray();
        }
        finally
        {
            json.Dispose();
        }
    }

    /// <summary>The full SHA-256 of the key namespace and the canonical JSON; a store keeps it beside the key, which has 122 of its bits.</summary>
    /// <returns>32 bytes.</returns>
    public byte[] ComputeHash()
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        Hash(hash);
        return hash;
    }

    internal void Hash(Span<byte> destination)
    {
        var name = new Utf8Builder(stackalloc byte[768]);
        try
        {
            NameBasedUuid.AppendTo(ref name, IdempotencyKey.Namespace);
            AppendTo(ref name);
            SHA256.HashData(name.Written, destination);
        }
        finally
        {
            name.Dispose();
        }
    }

    internal void AppendTo(ref Utf8Builder json)
    {
        json.Append("{\"entity\":"u8);
        Entity.AppendTo(ref json);
        json.Append(",\"leg\":"u8);
        AppendInteger(ref json, Leg);
        json.Append(",\"op\":"u8);
        json.Append((byte)'"');
        json.Append(Code(Operation));
        json.Append((byte)'"');
        json.Append(",\"purpose\":"u8);
        json.AppendString(Purpose);
        json.Append(",\"seq\":"u8);
        AppendInteger(ref json, Sequence);
        json.Append(",\"target\":"u8);
        json.AppendString(Target);
        json.Append(",\"v\":1}"u8);
    }

    private static void AppendInteger(ref Utf8Builder json, long value)
    {
        _ = value.TryFormat(json.Reserve(20), out var written, provider: CultureInfo.InvariantCulture);
        json.Advance(written);
    }

    private static ReadOnlySpan<byte> Code(PostingOperation operation) => operation switch
    {
        PostingOperation.Post => "post"u8,
        PostingOperation.Upsert => "upsert"u8,
        PostingOperation.Reverse => "reverse"u8,
        PostingOperation.Adjust => "adjust"u8,
        PostingOperation.Void => "void"u8,
        PostingOperation.Credit => "credit"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), "Not an operation of the enum."),
    };

    private static string Check(string value, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(value, name);
        return TextCheck.HasLoneSurrogate(value)
            ? throw new ArgumentException("The text has half of a surrogate pair, which has no UTF-8 form.", name)
            : value;
    }
}
