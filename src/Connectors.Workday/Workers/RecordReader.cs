using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>Turns one element into a record by its element map. Elements are matched by namespace and local name, in any order.</summary>
internal static class RecordReader
{
    private const int MaxIssues = 20;

    /// <summary>Reads from the start of the element to behind its end.</summary>
    public static async ValueTask<JsonObject> ReadStructureAsync(
        BoundedXmlReader reader, ElementShape shape, string path, List<RecordIssue> issues, CancellationToken cancellationToken)
    {
        var record = new JsonObject();
        foreach (ElementShape attribute in shape.Attributes)
        {
            if (reader.Attribute(attribute.Name) is { } text)
                Add(record, attribute, Simple(attribute, text, $"{path}/@{attribute.Name}", issues), path, issues);
        }

        if (reader.IsEmptyElement)
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return record;
        }

        int depth = reader.Depth;
        bool more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        while (more && reader.Depth > depth)
        {
            if (reader.IsElementIn(SoapNames.Workday) && shape.Children.TryGetValue(reader.LocalName, out ElementShape? child))
            {
                string place = $"{path}/{child.Name}";
                JsonNode? value = child.Kind switch
                {
                    ElementKind.Structure => await ReadStructureAsync(reader, child, place, issues, cancellationToken).ConfigureAwait(false),
                    ElementKind.Reference => await ReadReferenceAsync(reader, cancellationToken).ConfigureAwait(false),
                    _ => Simple(child, await reader.ReadTextAsync(cancellationToken).ConfigureAwait(false), place, issues),
                };
                Add(record, child, value, path, issues);
            }
            else if (reader.NodeType == XmlNodeType.Element)
            {
                await reader.SkipAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return record;
    }

    /// <summary>A reference: <c>{"WID": "…", "Employee_ID": "…"}</c>. The descriptor is left out: it is a person's name as often as not, and it is no key.</summary>
    private static async ValueTask<JsonObject> ReadReferenceAsync(BoundedXmlReader reader, CancellationToken cancellationToken)
    {
        var reference = new JsonObject();
        int depth = reader.Depth;
        bool more = !reader.IsEmptyElement;
        more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) && more;
        while (more && reader.Depth > depth)
        {
            if (reader.IsElement("ID", SoapNames.Workday) && reader.Attribute("type") is { Length: > 0 } type)
            {
                string id = (await reader.ReadTextAsync(cancellationToken).ConfigureAwait(false)).Trim();
                if (id.Length > 0)
                    reference.TryAdd(type, JsonValue.Create(id));
            }
            else if (reader.NodeType == XmlNodeType.Element)
            {
                await reader.SkipAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        if (more)
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return reference;
    }

    private static JsonValue? Simple(ElementShape shape, string text, string path, List<RecordIssue> issues)
    {
        // An empty element of Workday says "no value", whatever its type.
        if (string.IsNullOrWhiteSpace(text))
            return null;
        switch (shape.Kind)
        {
            case ElementKind.Text:
                return JsonValue.Create(text);
            case ElementKind.Boolean when XsdValue.TryBoolean(text, out bool flag):
                return JsonValue.Create(flag);
            case ElementKind.Date when XsdValue.TryDate(text, out DateOnly date):
                return JsonValue.Create(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            case ElementKind.Decimal when XsdValue.TryDecimal(text, out decimal number):
                return JsonValue.Create(number.ToString(CultureInfo.InvariantCulture));
            default:
                Report(issues, new RecordIssue
                {
                    Code = WorkdayErrorCodes.InvalidValue,
                    Kind = IssueKind.Validation,
                    VendorPath = path,
                    Message = $"The value is not an xs:{TypeName(shape.Kind)} and was left out.",
                    Remedy = "Look at the worker in Workday; report the element if its type has changed in this version.",
                });
                return null;
        }
    }

    private static void Add(JsonObject record, ElementShape shape, JsonNode? value, string path, List<RecordIssue> issues)
    {
        if (value is null)
            return;
        if (!shape.Repeats)
        {
            if (!record.TryAdd(shape.Name, value))
            {
                Report(issues, new RecordIssue
                {
                    Code = WorkdayErrorCodes.RepeatedElement,
                    Kind = IssueKind.Validation,
                    VendorPath = $"{path}/{shape.Name}",
                    Message = "The element occurs more than once where one is expected; the first is used.",
                });
            }
        }
        else if (record[shape.Name] is JsonArray array)
        {
            array.Add(value);
        }
        else
        {
            record[shape.Name] = new JsonArray(value);
        }
    }

    private static void Report(List<RecordIssue> issues, RecordIssue issue)
    {
        if (issues.Count < MaxIssues)
            issues.Add(issue);
    }

    private static string TypeName(ElementKind kind) => kind switch
    {
        ElementKind.Boolean => "boolean",
        ElementKind.Date => "date",
        _ => "decimal",
    };
}
