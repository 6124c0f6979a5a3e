using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Canonical.Mapping;
using Canonical.Model;

namespace Canonical.Cli;

// Which canonical object a vendor's key is: derived, as the mapper does for records themselves; or read from a file. A golden case remembers for the way back what it derived;
// a stream of records must not, since it has no end.
internal sealed class KnownReferences(bool remembers) : IReferenceResolver
{
    private readonly ConcurrentDictionary<(string Type, CanonicalId Id), string> _keys = new();
    private readonly Dictionary<(string Type, string Key), CanonicalId> _given = [];

    public bool TryGetCanonical(in VendorReference reference, out CanonicalId id)
    {
        if (!_given.TryGetValue((reference.ObjectType, reference.Key), out id) && !DerivedReferenceResolver.Instance.TryGetCanonical(reference, out id)) return false;
        if (remembers) _keys.TryAdd((reference.ObjectType, id), reference.Key);
        return true;
    }

    public bool TryGetVendor(in CanonicalReference reference, [NotNullWhen(true)] out string? key) => _keys.TryGetValue((reference.ObjectType, reference.Id), out key);

    // [ { "object": "customer", "key": "0015g00000XyZ12AAB", "id": "…" } ]; without "id" it is derived.
    public static IReferenceResolver Read(string? path, string tenant, string system, string instance, CliContext context)
    {
        if (path is null) return DerivedReferenceResolver.Instance;
        var references = new KnownReferences(remembers: false);
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
