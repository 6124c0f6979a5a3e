using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace Canonical.Model;

/// <summary>
/// All keys of one object type in one installation of one system, for one tenant: derives the ids of many records from their keys as UTF-8, without a text or an object for each.
/// The ids are those of <see cref="CanonicalId.Derive(EntityKey)"/>. Thread-safe: immutable.
/// </summary>
public sealed class EntityKeySpace
{
    private static readonly byte[] Before = [.. CanonicalId.Namespace.ToByteArray(bigEndian: true), .. "{\"id\":"u8];

    private readonly byte[] _after;

    /// <summary>Makes a space.</summary>
    /// <param name="tenant">Whose data it is: the tenant of the host.</param>
    /// <param name="objectType">The canonical object type, such as <c>customer</c>.</param>
    /// <param name="system">The product, such as <c>salesforce</c>.</param>
    /// <param name="instance">Which installation of the product.</param>
    /// <exception cref="ArgumentException">A part is empty, or has half of a surrogate pair.</exception>
    public EntityKeySpace(string tenant, string objectType, string system, string instance)
    {
        Tenant = EntityKey.Check(tenant, nameof(tenant));
        ObjectType = EntityKey.Check(objectType, nameof(objectType));
        System = EntityKey.Check(system, nameof(system));
        Instance = EntityKey.Check(instance, nameof(instance));
        var after = new Utf8Builder(stackalloc byte[512]);
        try
        {
            EntityKey.AppendRest(ref after, Tenant, ObjectType, System, Instance, lineId: null);
            _after = after.Written.ToArray();
        }
        finally
        {
            after.Dispose();
        }
    }

    /// <summary>Whose data it is: the tenant of the host.</summary>
    public string Tenant { get; }

    /// <summary>The canonical object type, such as <c>customer</c>.</summary>
    public string ObjectType { get; }

    /// <summary>The product, such as <c>salesforce</c>.</summary>
    public string System { get; }

    /// <summary>Which installation of the product: an org, an account, a tenant there.</summary>
    public string Instance { get; }

    /// <summary>The id of a record.</summary>
    /// <param name="utf8SourceId">The id of the record in that system, in UTF-8.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentException">The key is empty, or not UTF-8.</exception>
    [SkipLocalsInit]
    public CanonicalId Derive(ReadOnlySpan<byte> utf8SourceId)
    {
        if (utf8SourceId.IsEmpty || !Utf8.IsValid(utf8SourceId)) throw new ArgumentException("The key is empty, or not UTF-8.", nameof(utf8SourceId));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var name = new Utf8Builder(stackalloc byte[512]);
        try
        {
            name.Append(Before);
            name.AppendString(utf8SourceId);
            name.Append(_after);
            Sha256.Hash(name.Written, hash);
        }
        finally
        {
            name.Dispose();
        }
        return new(NameBasedUuid.FromHash(hash, version: 8));
    }
}
