using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

using Canonical.Mapping;

namespace Connectors.Salesforce.Tests;

/// <summary>What a mapping document promises of the way back: the members and fields whose lenses run both ways and declare no loss.</summary>
internal sealed class PackLaws
{
    private readonly List<(string Path, bool Main)> _fields = [];
    private readonly List<string> _members = [];
    private readonly HashSet<string> _lossyFields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lossyMembers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keptMembers = new(StringComparer.Ordinal);

    public PackLaws(MappingDocument mapping)
    {
        using JsonDocument document = JsonDocument.Parse(mapping.Utf8Json);
        Walk(document.RootElement.GetProperty("lenses"), "", "", isFree: true, isTwoWay: true);
        // Where another branch declares a loss, nothing is promised.
        _fields.RemoveAll(f => _lossyFields.Contains(f.Path));
        _members.RemoveAll(_lossyMembers.Contains);
    }

    /// <summary>What differs though the document promises it; and how many values were compared.</summary>
    public (List<string> Broken, int Compared) OfFields(JsonNode record, JsonNode written)
    {
        var broken = new List<string>();
        int compared = 0;
        Dictionary<string, JsonNode?> now = Leaves(written);
        Dictionary<string, JsonNode?> before = Leaves(record);
        foreach ((string path, JsonNode? value) in now)
        {
            if (!_fields.Exists(f => f.Path == Plain(path)))
                continue;
            compared++;
            if (!Same(value, before.GetValueOrDefault(path)))
                broken.Add($"{path} was {Show(before.GetValueOrDefault(path))} and comes back as {Show(value)}");
        }

        foreach ((string path, JsonNode? value) in before)
        {
            if (value is not null && _fields.Exists(f => f.Main && f.Path == Plain(path)) && !now.ContainsKey(path))
                broken.Add($"{path} was {Show(value)} and does not come back");
        }

        return (broken, compared);
    }

    /// <summary>The canonical members that differ though the document promises them; and how many were compared.</summary>
    public (List<string> Broken, int Compared) OfMembers(JsonNode expected, JsonNode actual)
    {
        var broken = new List<string>();
        int compared = 0;
        Dictionary<string, JsonNode?> wanted = Leaves(expected);
        Dictionary<string, JsonNode?> got = Leaves(actual);
        foreach (string path in wanted.Keys.Union(got.Keys))
        {
            string plain = Plain(path);
            if (!_members.Exists(m => plain == m || plain.StartsWith(m + "/", StringComparison.Ordinal)))
                continue;
            // What only Salesforce knows is never cleared by an object that does not know it.
            if (_keptMembers.Contains(plain) && !wanted.ContainsKey(path))
                continue;
            compared++;
            if (!JsonNode.DeepEquals(wanted.GetValueOrDefault(path), got.GetValueOrDefault(path)))
                broken.Add($"{path} was {Show(wanted.GetValueOrDefault(path))} and is {Show(got.GetValueOrDefault(path))}");
        }

        return (broken, compared);
    }

    /// <summary>A record with what was written put over it. Child records are replaced whole.</summary>
    public static JsonObject Put(JsonObject record, JsonObject written)
    {
        JsonObject put = record.DeepClone().AsObject();
        foreach ((string name, JsonNode? value) in written)
        {
            if (name == "attributes")
                continue;
            put[name] = value is JsonObject inner && put[name] is JsonObject there && inner["records"] is null ? Put(there, inner) : value?.DeepClone();
        }

        return put;
    }

    private void Walk(JsonElement lenses, string source, string target, bool isFree, bool isTwoWay)
    {
        foreach (JsonElement lens in lenses.EnumerateArray())
        {
            bool twoWay = isTwoWay && !lens.TryGetProperty("only", out _);
            bool free = isFree && twoWay && !lens.TryGetProperty("loss", out _);
            string kind = lens.GetProperty("kind").GetString()!;
            if (kind is "each" or "when")
            {
                (string s, string t) = kind == "each" ? (Join(source, Text(lens, "source")), Join(target, Text(lens, "target"))) : (source, target);
                Walk(lens.GetProperty("lenses"), s, t, free, twoWay);
                if (lens.TryGetProperty("else", out JsonElement other))
                    Walk(other, s, t, free, twoWay);
                continue;
            }

            if (!free)
            {
                // A default only fills what nothing else gave.
                if (kind == "default" || !twoWay)
                    continue;
                foreach (string lost in ((string?[])[Text(lens, "source"), Text(lens, "back")]).OfType<string>())
                    _lossyFields.Add(Join(source, lost));
                _lossyMembers.Add(Join(target, Text(lens, "target")));
                continue;
            }

            if (Text(lens, "source") is { } field && !field.StartsWith("attributes", StringComparison.Ordinal))
                _fields.Add((Join(source, field), kind is not "constant"));
            if (lens.TryGetProperty("currency", out JsonElement currency) && Text(currency, "path") is { } path)
                _fields.Add((path.StartsWith("$.", StringComparison.Ordinal) ? Join("", path[2..]) : Join(source, path), false));
            string? member = kind == "extension" ? $"extensions/{Text(lens, "namespace")}/{Text(lens, "name")}" : Text(lens, "target") is { } canonical ? Join(target, canonical) : null;
            if (member is null)
                continue;
            _members.Add(member);
            if (Text(lens, "clear") == "never")
                _keptMembers.Add(member);
        }
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    // Names apart by a slash, without selectors: extensions.'a.b'.c[k=v] is extensions/a.b/c.
    private static string Join(string prefix, string? path)
    {
        var plain = new StringBuilder(prefix.Length == 0 ? "" : prefix + "/");
        bool quoted = false;
        int selectors = 0;
        foreach (char c in path ?? "")
        {
            if (c == '\'' && selectors == 0)
                quoted = !quoted;
            else if (!quoted && c is '[' or ']')
                selectors += c == '[' ? 1 : -1;
            else if (selectors == 0)
                plain.Append(c == '.' && !quoted ? '/' : c);
        }

        return plain.ToString();
    }

    private static string Plain(string path) => string.Join('/', path.Split('/').Where(static name => !(name.Length > 0 && name[0] == '#')));

    private static Dictionary<string, JsonNode?> Leaves(JsonNode node)
    {
        var leaves = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        Add(node, "");
        return leaves;

        void Add(JsonNode? at, string path)
        {
            switch (at)
            {
                case JsonObject members:
                    foreach ((string name, JsonNode? value) in members)
                        Add(value, path.Length == 0 ? name : $"{path}/{name}");
                    break;
                case JsonArray items:
                    for (int i = 0; i < items.Count; i++)
                        Add(items[i], FormattableString.Invariant($"{path}/#{i}"));
                    break;
                case null:
                    break;
                default:
                    leaves[path] = at;
                    break;
            }
        }
    }

    private static bool Same(JsonNode? a, JsonNode? b) => SalesforceValues.Same(Element(a), Element(b));

    private static JsonElement Element(JsonNode? node) => node is null ? default : JsonDocument.Parse(node.ToJsonString()).RootElement;

    private static string Show(JsonNode? node) => node?.ToJsonString() ?? "nothing";
}
