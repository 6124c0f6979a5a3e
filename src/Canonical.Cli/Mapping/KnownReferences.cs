using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Canonical.Mapping;
using Canonical.Model;

namespace Canonical.Cli;

// Which canonical object a vendor's key is: derived, as the mapper does for records themselves, and remembered for the way back; or read from a file.
internal sealed class KnownReferences : IReferenceResolver
{
    private readonly ConcurrentDictionary<(string Type, CanonicalId Id), string> _keys = new();
    private readonly Dictionary<(string Type, string Key), CanonicalId> _given = [];

    public bool TryGetCanonical(in VendorReference reference, out CanonicalId id)
    {
        if (!_given.TryGetValue((reference.ObjectType, reference.Key), out id) && !DerivedReferenceResolver.Instance.TryGetCanonical(reference, out id)) return false;
        _keys.TryAdd((reference.ObjectType, id), reference.Key);
        return true;
    }

    public bool TryGetVendor(in CanonicalReference reference, [NotNullWhen(true)] out string? key) => _keys.TryGetValue((reference.ObjectType, reference.Id), out key);

    // [ { "object": "customer", "key": "0015g00000XyZ12AAB", "id": "…" } ]; without "id" it is derived.
    public static KnownReferences Read(string? path, string tenant, string system, string instance, CliContext context)
    {
        var references = new KnownReferences();
        if (path is null) return references;
        try
        {
            using var json = JsonDocument.Parse(InputFile.ReadAll(path, context));
            foreach (var entry in json.RootElement.EnumerateArray())
            {
                var (type, key) = (entry.GetProperty("object").GetString()!, entry.GetProperty("key").GetString()!);
                var id = entry.TryGetProperty("id", out var given) ? CanonicalId.Parse(given.GetString()!) : CanonicalId.Derive(tenant, type, system, instance, key);
                references._given[(type, key)] = id;
                references._keys[(type, id)] = key;
            }
            return references;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw CliException.Unreadable($"{path} is no list of references: an array of objects with \"object\", \"key\" and, where it is not derived, \"id\".");
        }
    }
}
