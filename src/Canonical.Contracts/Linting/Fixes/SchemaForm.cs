using System.Text;
using System.Text.Json;

namespace Canonical.Contracts;

// The form of a contract. One thing is mended at a time, in the text, and the text is read again: what is not mended stays as it was written, byte by byte.
internal static class SchemaForm
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";
    private static readonly string[] Head = ["$schema", "$id", "title", "description"];

    public delegate void Report(string code, string location, string message);

    public static byte[] Mend(byte[] text, Report report)
    {
        while (EditableSchema.Parse(text) is { Kind: JsonTokenType.StartObject } root)
        {
            if (FindEmpty(root, "") is { } empty)
            {
                report(ContractFixCodes.EmptyKeyword, empty.Location, $"\"{empty.Schema.Members[empty.Index].Name}\" with this value says nothing.");
                text = Remove(text, empty.Schema, empty.Index);
            }
            else if (root.Members.Count > 0 && root.Find("$schema") is null)
            {
                report(ContractFixCodes.MissingDialect, "", $"The contract does not say its dialect: \"$schema\": \"{Dialect}\".");
                var first = root.Members[0].Start;
                var between = first > root.Start + 1 ? text[(root.Start + 1)..first] : [(byte)' '];
                text = [.. text[..first], .. Encoding.UTF8.GetBytes($"\"$schema\": \"{Dialect}\","), .. between, .. text[first..]];
            }
            else if (!IsHeadFirst(root))
            {
                report(ContractFixCodes.HeadOrder, "", "A contract begins with \"$schema\", \"$id\", \"title\" and \"description\", so that people see first what it is.");
                text = Reorder(text, root);
            }
            else
            {
                break;
            }
        }
        return text;
    }

    private static bool IsHeadFirst(EditableSchema root)
    {
        var names = root.Members.ConvertAll(m => m.Name);
        var head = Head.Where(names.Contains).ToList();
        return names.Take(head.Count).SequenceEqual(head);
    }

    // The members change places; what stands between the places stays.
    private static byte[] Reorder(byte[] text, EditableSchema root)
    {
        var ordered = root.Members.OrderBy(m => Array.IndexOf(Head, m.Name) is var at and >= 0 ? at : Head.Length).ToList();
        var result = new List<byte>(text.Length);
        var end = 0;
        for (var i = 0; i < ordered.Count; i++)
        {
            result.AddRange(text[end..root.Members[i].Start]);
            result.AddRange(text[ordered[i].Start..ordered[i].End]);
            end = root.Members[i].End;
        }
        result.AddRange(text[end..]);
        return [.. result];
    }

    private static byte[] Remove(byte[] text, EditableSchema schema, int index)
    {
        var member = schema.Members[index];
        // With the comma and the line before it, where there is one.
        var (start, end) = index > 0 ? (schema.Members[index - 1].End, member.End)
            : schema.Members.Count > 1 ? (member.Start, schema.Members[1].Start)
            : (schema.Start + 1, schema.End - 1);
        return [.. text[..start], .. text[end..]];
    }

    // The first keyword that says nothing. The branches of choices and conditions have forms of their own in the contract profile and are left alone.
    private static (EditableSchema Schema, int Index, string Location)? FindEmpty(EditableSchema schema, string location)
    {
        if (schema.Kind != JsonTokenType.StartObject) return null;
        for (var i = 0; i < schema.Members.Count; i++)
        {
            var member = schema.Members[i];
            var place = $"{location}/{member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
            if (SaysNothing(member)) return (schema, i, place);
            foreach (var (child, at) in Children(member, place))
            {
                if (FindEmpty(child, at) is { } found) return found;
            }
        }
        return null;
    }

    private static IEnumerable<(EditableSchema Schema, string Location)> Children(EditableSchema.Member member, string place) => member.Name switch
    {
        "$defs" or "properties" => member.Value.Members.Select(m => (m.Value, $"{place}/{m.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}")),
        "items" => [(member.Value, place)],
        _ => [],
    };

    // By JSON Schema Validation 2020-12, leaving the keyword out is the same. "minLength": 0 and "required": [] say to people what is meant, and stay; "additionalProperties": true
    // stays since the writer's view tells it from nothing.
    private static bool SaysNothing(EditableSchema.Member member) => member.Name switch
    {
        "uniqueItems" or "deprecated" or "readOnly" or "writeOnly" => member.Value.Kind == JsonTokenType.False,
        _ => false,
    };
}
