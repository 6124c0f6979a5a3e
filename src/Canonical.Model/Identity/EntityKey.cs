using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Canonical.Model;

/// <summary>
/// Who: the key of one record in one installation of one system, for one tenant of ours. Equal keys give equal canonical ids. Thread-safe: immutable.
/// </summary>
/// <remarks>
/// Profile 1. The parts are compared as they are: no case folding, no trimming, no Unicode normalisation, because the systems that issue ids compare them so.
/// The canonical JSON (RFC 8785) of the key is <c>{"id":…,"instance":…,["line":…,]"system":…,"tenant":…,"type":…,"v":1}</c>.
/// </remarks>
public sealed record EntityKey
{
    /// <summary>The version of the profile by which keys become ids: 1.</summary>
    public const int Profile = 1;

    /// <summary>Makes a key.</summary>
    /// <param name="tenant">Whose data it is: the tenant of the host.</param>
    /// <param name="objectType">The canonical object type, such as <c>customer</c>.</param>
    /// <param name="system">The product, such as <c>salesforce</c>.</param>
    /// <param name="instance">Which installation of the product.</param>
    /// <param name="sourceId">The id of the record there.</param>
    /// <param name="lineId">The line of the record, where a line is an object of its own (an expense line).</param>
    /// <exception cref="ArgumentException">A part is empty, or has half of a surrogate pair.</exception>
    public EntityKey(string tenant, string objectType, string system, string instance, string sourceId, string? lineId = null)
    {
        Tenant = Check(tenant, nameof(tenant));
        ObjectType = Check(objectType, nameof(objectType));
        System = Check(system, nameof(system));
        Instance = Check(instance, nameof(instance));
        SourceId = Check(sourceId, nameof(sourceId));
        LineId = lineId is null ? null : Check(lineId, nameof(lineId));
    }

    /// <summary>Whose data it is: the tenant of the host.</summary>
    public string Tenant { get; }

    /// <summary>The canonical object type, such as <c>customer</c>.</summary>
    public string ObjectType { get; }

    /// <summary>The product, such as <c>salesforce</c>.</summary>
    public string System { get; }

    /// <summary>Which installation of the product: an org, an account, a tenant there.</summary>
    public string Instance { get; }

    /// <summary>The id of the record in that system.</summary>
    public string SourceId { get; }

    /// <summary>The line of the record, where a line is an object of its own; otherwise null.</summary>
    public string? LineId { get; }

    /// <summary>The canonical JSON of the key: what is hashed.</summary>
    /// <returns>UTF-8.</returns>
    public byte[] ToCanonicalJson()
    {
        var json = new Utf8Builder(stackalloc byte[512]);
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

    /// <summary>The full SHA-256 of the namespace of ids and the canonical JSON; the canonical id has 122 of its bits.</summary>
    /// <returns>32 bytes.</returns>
    public byte[] ComputeHash()
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        Hash(hash);
        return hash;
    }

    [SkipLocalsInit]
    internal void Hash(Span<byte> destination)
    {
        var name = new Utf8Builder(stackalloc byte[512]);
        try
        {
            NameBasedUuid.AppendTo(ref name, CanonicalId.Namespace);
            AppendTo(ref name);
            Sha256.Hash(name.Written, destination);
        }
        finally
        {
            name.Dispose();
        }
    }

    // The members stand in the order that RFC 8785 asks for.
    internal void AppendTo(ref Utf8Builder json)
    {
        json.Append("{\"id\":"u8);
        json.AppendString(SourceId);
        AppendRest(ref json, Tenant, ObjectType, System, Instance, LineId);
    }

    // All that follows the id.
    internal static void AppendRest(ref Utf8Builder json, string tenant, string objectType, string system, string instance, string? lineId)
    {
        json.Append(",\"instance\":"u8);
        json.AppendString(instance);
        if (lineId is not null)
        {
            json.Append(",\"line\":"u8);
            json.AppendString(lineId);
        }
        json.Append(",\"system\":"u8);
        json.AppendString(system);
        json.Append(",\"tenant\":"u8);
        json.AppendString(tenant);
        json.Append(",\"type\":"u8);
        json.AppendString(objectType);
        json.Append(",\"v\":1}"u8);
    }

    internal static string Check(string value, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(value, name);
        return TextCheck.HasLoneSurrogate(value)
            ? throw new ArgumentException("The text has half of a surrogate pair, which has no UTF-8 form.", name)
            : value;
    }
}
