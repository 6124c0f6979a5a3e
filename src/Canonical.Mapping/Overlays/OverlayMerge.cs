using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>
/// Applies overlays to the JSON of a mapping document, in the order of their scopes and, within a scope, of their ids: never in the order in which they were
/// given, so that the same set gives the same document everywhere. Every conflict is collected. What comes out is read and checked like any document.
/// </summary>
internal sealed class OverlayMerge
{
    private readonly List<MappingDocumentFinding> _findings = [];
    private readonly List<MappingOverlayChange> _changes = [];
    private readonly Dictionary<string, MappingOverlay> _lensOrigins = new(StringComparer.Ordinal);
    private readonly Dictionary<(MappingOverlayScope Scope, string Thing), MappingOverlay> _touched = [];
    private readonly Dictionary<string, HashSet<string>> _family = new(StringComparer.Ordinal);
    private readonly JsonObject _document;

    private OverlayMerge(MappingDocument document) => _document = JsonNode.Parse(document.Utf8Json.Span)!.AsObject();

    public static MappingDocument Run(MappingDocument document, IReadOnlyList<MappingOverlay> overlays)
    {
        var merge = new OverlayMerge(document);
        merge.Check(document, overlays);
        MappingOverlay[] ordered = [.. overlays.OrderBy(overlay => overlay.Scope).ThenBy(overlay => overlay.Id, StringComparer.Ordinal)];
        foreach (var scope in ordered.GroupBy(overlay => overlay.Scope))
        {
            merge._family.Clear();
            merge.Families(merge._document["lenses"]!.AsArray(), []);
            foreach (var overlay in scope)
                merge.Apply(overlay);
        }

        if (merge._findings.Count > 0)
            throw new MappingDocumentException(merge._findings);
        var provenance = new OverlayProvenance(
            document, ordered, merge._changes,
            merge._lensOrigins.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal));
        try
        {
            return new DocumentReader(document.Options, provenance).Read(Bytes(merge._document));
        }
        catch (MappingDocumentException exception)
        {
            // The place is one of the merged document, which nobody wrote: say whose lens it is.
            throw new MappingDocumentException([.. exception.Findings.Select(finding => finding.Lens is not null && provenance.LensOrigins.TryGetValue(finding.Lens, out var origin)
                ? finding with { Message = $"{finding.Message} (The lens is of the overlay {origin}.)" }
                : finding)]);
        }
    }

    private void Check(MappingDocument document, IReadOnlyList<MappingOverlay> overlays)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var overlay in overlays)
        {
            if (!ids.Add(overlay.Id))
                Find(overlay, MappingCodes.OverlayConflict, "/overlay", null, "The overlay is given twice.");
            if (overlay.BaseId != document.Id)
                Find(overlay, MappingCodes.OverlayOfOtherMapping, "/base", null, $"It is for the mapping '{overlay.BaseId}', not for '{document.Id}'.");
            else if (!ContractVersion.TryParse(document.Version, out var version) || !overlay.Range.Contains(version))
                Find(overlay, MappingCodes.OverlayOfOtherMapping, "/baseVersion", null, $"It is for versions {overlay.BaseVersion} of the mapping '{document.Id}', which is {document.Version}.");
        }
    }

    private void Apply(MappingOverlay overlay)
    {
        if (overlay.Json.TryGetProperty("parameters", out var parameters))
        {
            foreach (var parameter in parameters.EnumerateObject())
                Parameter(overlay, parameter);
        }

        if (overlay.Json.TryGetProperty("tables", out var tables))
        {
            foreach (var table in tables.EnumerateObject())
                Table(overlay, table);
        }

        if (overlay.Json.TryGetProperty("lenses", out var lenses))
        {
            var index = 0;
            foreach (var change in lenses.EnumerateArray())
                Lens(overlay, change, string.Create(CultureInfo.InvariantCulture, $"/lenses/{index++}"));
        }
    }

    private void Parameter(MappingOverlay overlay, JsonProperty given)
    {
        var where = "/parameters/" + given.Name;
        Touch(overlay, where, null, "parameter " + given.Name, $"the parameter '{given.Name}'");
        var parameters = Member("parameters");
        if (parameters[given.Name] is not JsonObject known)
        {
            parameters[given.Name] = Node(given.Value);
            Changed(overlay, "add", "parameter", given.Name);
            return;
        }

        // Host configuration and lenses rely on the type; another type is another parameter.
        if (known["type"]!.GetValue<string>() != given.Value.GetProperty("type").GetString())
            Find(overlay, MappingCodes.OverlayMember, where + "/type", null, $"The parameter '{given.Name}' is of type '{known["type"]!.GetValue<string>()}' in the mapping, and keeps it.");
        foreach (var member in given.Value.EnumerateObject())
            known[member.Name] = Node(member.Value);
        Changed(overlay, "replace", "parameter", given.Name);
    }

    private void Table(MappingOverlay overlay, JsonProperty given)
    {
        var (name, where) = (given.Name, "/tables/" + given.Name);
        var op = given.Value.GetProperty("op").GetString()!;
        var tables = Member("tables");
        var known = tables[name] as JsonObject;
        if (op == "merge")
        {
            // Two overlays of one scope may each bring codes of their own; a whole table is touched as a whole.
            if (_touched.TryGetValue((overlay.Scope, "table " + name), out var other) && other != overlay)
                Find(overlay, MappingCodes.OverlayConflict, where, null, Twice(other, overlay, $"the table '{name}'"));
            if (known is null)
                Find(overlay, MappingCodes.OverlayTargetMissing, where, null, $"The mapping has no table '{name}'.");
            else
                Merge(overlay, given.Value, name, where, known["entries"]!.AsArray(), known);
            _touched.TryAdd((overlay.Scope, "entries of " + name), overlay);
        }
        else
        {
            Touch(overlay, where, null, "table " + name, $"the table '{name}'");
            if (_touched.TryGetValue((overlay.Scope, "entries of " + name), out var other) && other != overlay)
                Find(overlay, MappingCodes.OverlayConflict, where, null, Twice(other, overlay, $"the table '{name}'"));
            if (op == "add" && known is not null)
                Find(overlay, MappingCodes.OverlayMember, where, null, $"The mapping has a table '{name}' already: replace it, or merge into it.");
            else if (op != "add" && known is null)
                Find(overlay, MappingCodes.OverlayTargetMissing, where, null, $"The mapping has no table '{name}'.");
            else if (op == "remove")
                tables.Remove(name);
            else
                tables[name] = Node(given.Value.GetProperty("table"));
        }

        if (tables.Count == 0)
            _document.Remove("tables");
        Changed(overlay, op, "table", name);
    }

    private void Merge(MappingOverlay overlay, JsonElement change, string name, string where, JsonArray entries, JsonObject table)
    {
        var keys = entries.Select(entry => Element(entry!)).Select(entry => (Code: Key(entry.GetProperty("vendor")), From: From(entry))).ToList();
        var index = 0;
        foreach (var code in change.TryGetProperty("remove", out var removed) ? removed.EnumerateArray().ToArray() : [])
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{where}/remove/{index++}");
            var thing = $"table {name} code {Text(Key(code))}";
            Touch(overlay, place, null, thing, $"a code of the table '{name}'");
            // Nor may another overlay of the scope have put an entry of it, for any period.
            if (_touched.FirstOrDefault(touched => touched.Key.Scope == overlay.Scope && touched.Value != overlay && touched.Key.Thing.StartsWith(thing + " from ", StringComparison.Ordinal)).Value is { } other)
                Find(overlay, MappingCodes.OverlayConflict, place, null, Twice(other, overlay, $"a code of the table '{name}'"));
            var removedKey = Key(code);
            if (RemoveAll(entries, keys, known => known.Code == removedKey) < 0)
                Find(overlay, MappingCodes.OverlayTargetMissing, place, null, $"The table '{name}' has no entry of this code.");
        }

        index = 0;
        foreach (var entry in change.TryGetProperty("entries", out var put) ? put.EnumerateArray().ToArray() : [])
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{where}/entries/{index++}");
            var (code, from) = (Key(entry.GetProperty("vendor")), From(entry));
            Touch(overlay, place, null, $"table {name} code {Text(code)} from {from}", $"a code of the table '{name}'");
            // Of one code removed by another overlay of the scope nothing may be added either.
            if (_touched.TryGetValue((overlay.Scope, $"table {name} code {Text(code)}"), out var other) && other != overlay)
                Find(overlay, MappingCodes.OverlayConflict, place, null, Twice(other, overlay, $"a code of the table '{name}'"));
            var at = RemoveAll(entries, keys, known => known.Code == code && known.From == from);
            entries.Insert(at < 0 ? entries.Count : at, Node(entry));
            keys.Insert(at < 0 ? keys.Count : at, (code, from));
        }

        if (change.TryGetProperty("loss", out var loss))
            table["loss"] = Node(loss);
    }

    private void Lens(MappingOverlay overlay, JsonElement change, string where)
    {
        var op = change.GetProperty("op").GetString()!;
        var lens = change.TryGetProperty("lens", out var given) ? given : default;
        var id = op == "add" ? lens.GetProperty("id").GetString()! : change.GetProperty("id").GetString()!;
        Touch(overlay, where, id, "lens " + id, $"the lens '{id}'");
        var place = FindLens(id);
        Around(overlay, id, where);
        switch (op)
        {
            case "add":
                Add(overlay, change, lens, id, where);
                break;
            case "replace" or "remove" when place is null:
                Find(overlay, MappingCodes.OverlayTargetMissing, where + "/id", id, $"The mapping has no lens '{id}'.");
                return;
            case "replace":
                if (lens.GetProperty("id").GetString() != id)
                    Find(overlay, MappingCodes.OverlayMember, where + "/lens/id", id, "A lens that replaces another keeps its id, so that lineage and issues can be followed.");
                place!.Value.Array[place.Value.Index] = Node(lens);
                Claim(overlay, lens);
                break;
            default:
                place!.Value.Array.RemoveAt(place.Value.Index);
                if (place.Value.Array.Count == 0)
                    Emptied(overlay, place.Value.Array, id, where);
                break;
        }

        Changed(overlay, op, "lens", id);
    }

    private void Add(MappingOverlay overlay, JsonElement change, JsonElement lens, string id, string where)
    {
        if (FindLens(id) is not null)
        {
            Find(overlay, MappingCodes.OverlayMember, where + "/lens/id", id, $"The mapping has a lens '{id}' already: replace it, or give the new one another id.");
            return;
        }

        var (array, index) = (_document["lenses"]!.AsArray(), _document["lenses"]!.AsArray().Count);
        foreach (var side in new[] { "before", "after" })
        {
            if (!change.TryGetProperty(side, out var beside))
                continue;
            if (FindLens(beside.GetString()!) is not { } at)
            {
                Find(overlay, MappingCodes.OverlayTargetMissing, $"{where}/{side}", id, $"The mapping has no lens '{beside.GetString()}'.");
                return;
            }

            (array, index) = (at.Array, side == "before" ? at.Index : at.Index + 1);
        }

        array.Insert(index, Node(lens));
        Claim(overlay, lens);
    }

    // A lens and those that hold it or stand in it are one thing: two overlays of a scope may not change them past each other.
    private void Around(MappingOverlay overlay, string id, string where)
    {
        foreach (var other in _family.GetValueOrDefault(id, []))
        {
            if (_touched.TryGetValue((overlay.Scope, "lens " + other), out var by) && by != overlay)
                Find(overlay, MappingCodes.OverlayConflict, where, id, Twice(by, overlay, $"the lens '{other}', which belongs to it,"));
        }
    }

    // As it stands before the first overlay of a scope, so that the answer does not depend on which of them comes first.
    private void Families(JsonArray lenses, List<string> holders)
    {
        foreach (var lens in lenses.OfType<JsonObject>())
        {
            var id = lens["id"]!.GetValue<string>();
            _family[id] = [.. holders];
            foreach (var holder in holders)
                _family[holder].Add(id);
            foreach (var inner in new[] { "lenses", "else" })
            {
                if (lens[inner] is JsonArray array)
                    Families(array, [.. holders, id]);
            }
        }
    }

    // An `else` may be left out; an array of lenses that must be there may not become empty.
    private void Emptied(MappingOverlay overlay, JsonArray array, string id, string where)
    {
        if (array.Parent is JsonObject parent && parent["else"] == array)
            parent.Remove("else");
        else
            Find(overlay, MappingCodes.OverlayMember, where, id, "It is the last lens there: remove the lens that holds it instead.");
    }

    private (JsonArray Array, int Index)? FindLens(string id) => FindLens(_document["lenses"]!.AsArray(), id);

    private static (JsonArray Array, int Index)? FindLens(JsonArray lenses, string id)
    {
        for (var i = 0; i < lenses.Count; i++)
        {
            var lens = lenses[i]!.AsObject();
            if (lens["id"]!.GetValue<string>() == id)
                return (lenses, i);
            foreach (var inner in new[] { "lenses", "else" })
            {
                if (lens[inner] is JsonArray array && FindLens(array, id) is { } found)
                    return found;
            }
        }

        return null;
    }

    // The lens and those within it are now of the overlay.
    private void Claim(MappingOverlay overlay, JsonElement lens)
    {
        _lensOrigins[lens.GetProperty("id").GetString()!] = overlay;
        foreach (var inner in new[] { "lenses", "else" })
        {
            if (!lens.TryGetProperty(inner, out var array))
                continue;
            foreach (var child in array.EnumerateArray())
                Claim(overlay, child);
        }
    }

    private void Touch(MappingOverlay overlay, string where, string? lens, string thing, string shown)
    {
        if (_touched.TryAdd((overlay.Scope, thing), overlay))
            return;
        var other = _touched[(overlay.Scope, thing)];
        Find(overlay, other == overlay ? MappingCodes.OverlayMember : MappingCodes.OverlayConflict, where, lens, Twice(other, overlay, shown));
    }

    private static string Twice(MappingOverlay first, MappingOverlay second, string shown) => first == second
        ? $"It changes {shown} twice; say in one change what comes out."
        : $"The overlay '{first.Id}' of the same scope changes {shown} too; put both changes into one overlay, or give one of them a later scope.";

    private JsonObject Member(string name)
    {
        if (_document[name] is not JsonObject member)
        {
            member = [];
            // Before the lenses, where an author would write it.
            _document.Insert(_document.IndexOf("lenses"), name, member);
        }

        return member;
    }

    // The keys stand as the entries do; they are read once, since tables may have thousands of entries.
    private static int RemoveAll(JsonArray entries, List<(JsonScalar Code, string From)> keys, Predicate<(JsonScalar Code, string From)> test)
    {
        var first = -1;
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            if (!test(keys[i]))
                continue;
            entries.RemoveAt(i);
            keys.RemoveAt(i);
            first = i;
        }

        return first;
    }

    private static JsonScalar Key(JsonElement code) => JsonScalar.TryRead(code, out var scalar) ? scalar.ForComparison() : default;

    // With its length, so that no code is taken for the beginning of another.
    private static string Text(JsonScalar code) => string.Create(CultureInfo.InvariantCulture, $"{code.Kind} {code.Text.Length} {code.Text}");

    private static string From(JsonElement entry) => entry.TryGetProperty("from", out var from) ? from.GetString()! : "";

    private static JsonNode Node(JsonElement element) => JsonNode.Parse(element.GetRawText())!;

    private static JsonElement Element(JsonNode node)
    {
        using var document = JsonDocument.Parse(Bytes(node));
        return document.RootElement.Clone();
    }

    private static byte[] Bytes(JsonNode node)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(bytes, JsonOut.Options))
            node.WriteTo(writer);
        return bytes.WrittenSpan.ToArray();
    }

    private void Changed(MappingOverlay overlay, string operation, string part, string id) =>
        _changes.Add(new MappingOverlayChange(overlay.ToString(), overlay.Scope, operation, part, id));

    private void Find(MappingOverlay overlay, string code, string where, string? lens, string message) =>
        _findings.Add(new MappingDocumentFinding(code, where, lens, $"Overlay {overlay}: {message}"));
}

/// <summary>Where the parts of a merged document come from.</summary>
internal sealed record OverlayProvenance(
    MappingDocument Base, IReadOnlyList<MappingOverlay> Overlays, IReadOnlyList<MappingOverlayChange> Changes, IReadOnlyDictionary<string, string> LensOrigins);

/// <summary>How documents are written: for people, so text stays text.</summary>
internal static class JsonOut
{
    public static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
