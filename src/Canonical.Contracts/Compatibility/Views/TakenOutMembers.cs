using System.Text;
using System.Text.Json;

namespace Canonical.Contracts;

// Members that a view takes out: those marked readOnly on the way to the owner of a record, those marked writeOnly on the way from it.
// A member is marked where it is declared under "properties", or in what that refers to. Whatever asks for the member in the same object must stop asking, or the view would accept nothing and every proof about it
// would be vacuous; where that cannot be written down, Doubt says so and nothing is decided.
internal sealed class TakenOutMembers(SchemaDocuments documents, string keyword)
{
    private static readonly string[] Conditional = ["anyOf", "oneOf", "then", "else", "dependentSchemas"];

    public string? Doubt { get; private set; }

    // The mark as it would stand in a file: most contracts have none, and need no second look.
    public static bool MayOccur(ReadOnlyMemory<byte> utf8, string keyword) => utf8.Span.IndexOf(Encoding.UTF8.GetBytes($"\"{keyword}\"")) >= 0;

    // Of the object that a schema describes: what it, its references and its allOf mark.
    public HashSet<string> Of(JsonElement schema, string baseUri)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Walk(schema, baseUri, [], (json, at) =>
        {
            if (!json.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object) return;
            foreach (var member in properties.EnumerateObject()) if (IsMarked(member.Value, at)) names.Add(member.Name);
        });
        return names;
    }

    public bool IsMarked(JsonElement member, string baseUri)
    {
        var isMarked = false;
        Walk(member, baseUri, [], (json, _) => isMarked |= json.TryGetProperty(keyword, out var mark) && mark.ValueKind == JsonValueKind.True);
        return isMarked;
    }

    // Looks for what cannot be written down at one object, whose names those are.
    public void Check(JsonElement schema, string baseUri, IReadOnlySet<string> names)
    {
        if (schema.ValueKind != JsonValueKind.Object) return;
        var asked = Asked(schema, baseUri);
        // What is referred to is written once for all who refer to it: a name that only this place marks would still be asked for there.
        foreach (var (target, at) in Targets(schema, baseUri))
        {
            var known = Of(target, at);
            if (Asked(target, at).FirstOrDefault(n => names.Contains(n) && !known.Contains(n)) is { } name) Doubt ??= $"the member {name} is {keyword} in one schema and required in another that it is combined with by reference";
        }
        foreach (var branch in Branches(schema, baseUri))
        {
            var marked = Of(branch.Schema, branch.Base);
            if (marked.FirstOrDefault(n => !names.Contains(n) && asked.Contains(n)) is { } name) Doubt ??= $"the member {name} is required and is {keyword} in one alternative only";
        }
        if (!schema.TryGetProperty("oneOf", out var alternatives) || alternatives.ValueKind != JsonValueKind.Array) return;
        var each = alternatives.EnumerateArray().Select(a => (Asked: Asked(a, baseUri), Marked: Of(a, baseUri))).ToList();
        if (each.Exists(a => a.Asked.Exists(n => names.Contains(n) && !a.Marked.Contains(n)))
            || each.Exists(a => a.Asked.Exists(n => a.Marked.Contains(n) && each.Exists(b => b.Asked.Contains(n) && !b.Marked.Contains(n)))))
        {
            Doubt ??= $"an alternative of oneOf is told apart by a member that is {keyword}";
        }
    }

    private static List<string> Names(JsonElement list) => list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!)] : [];

    private List<string> Asked(JsonElement schema, string baseUri)
    {
        var names = new List<string>();
        Walk(schema, baseUri, [], (json, _) =>
        {
            if (json.TryGetProperty("required", out var required)) names.AddRange(Names(required));
            if (!json.TryGetProperty("dependentRequired", out var dependent) || dependent.ValueKind != JsonValueKind.Object) return;
            foreach (var member in dependent.EnumerateObject()) names.AddRange(Names(member.Value));
        });
        return names;
    }

    private IEnumerable<(JsonElement Schema, string Base)> Targets(JsonElement schema, string baseUri)
    {
        if (schema.ValueKind != JsonValueKind.Object) yield break;
        var own = SchemaDocuments.BaseOf(schema, baseUri);
        if (schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String && documents.Find(own, reference.GetString()!) is { } found) yield return (found.Schema, found.Base);
        if (!schema.TryGetProperty("allOf", out var all) || all.ValueKind != JsonValueKind.Array) yield break;
        foreach (var part in all.EnumerateArray())
        {
            foreach (var target in Targets(part, own)) yield return target;
        }
    }

    private static IEnumerable<(JsonElement Schema, string Base)> Branches(JsonElement schema, string baseUri)
    {
        var own = SchemaDocuments.BaseOf(schema, baseUri);
        foreach (var name in Conditional)
        {
            if (!schema.TryGetProperty(name, out var value)) continue;
            if (value.ValueKind == JsonValueKind.Array) foreach (var item in value.EnumerateArray()) yield return (item, own);
            else if (name != "dependentSchemas") yield return (value, own);
            else if (value.ValueKind == JsonValueKind.Object) foreach (var member in value.EnumerateObject()) yield return (member.Value, own);
        }
    }

    // A schema with all that holds of the same value without a condition.
    private void Walk(JsonElement schema, string baseUri, HashSet<string> seen, Action<JsonElement, string> visit)
    {
        if (schema.ValueKind != JsonValueKind.Object) return;
        var own = SchemaDocuments.BaseOf(schema, baseUri);
        visit(schema, own);
        if (schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String && documents.Find(own, reference.GetString()!) is { } found && seen.Add(found.Key)) Walk(found.Schema, found.Base, seen, visit);
        if (!schema.TryGetProperty("allOf", out var all) || all.ValueKind != JsonValueKind.Array) return;
        foreach (var part in all.EnumerateArray()) Walk(part, own, seen, visit);
    }
}
