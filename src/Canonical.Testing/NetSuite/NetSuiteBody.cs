using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Testing;

/// <summary>Writes the documents of the record service as recorded answers look: links first, then the members in alphabetical order, nulls left out.</summary>
internal static class NetSuiteBody
{
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        return buffer.ToArray();
    }

    public static byte[] Singular(NetSuiteStore store, NetSuiteRecord record, string root, string self, HashSet<string>? only) => Write(json =>
    {
        string home = $"{root}/{record.Type.Name}/{record.Id}";
        json.WriteStartObject();
        WriteLinks(json, ("self", self, true));
        var members = new SortedDictionary<string, Action>(StringComparer.OrdinalIgnoreCase)
        {
            ["id"] = () => json.WriteString("id", record.Id),
        };
        foreach ((string name, JsonNode value) in record.Fields)
        {
            NetSuiteField field = record.Type.Find(name)!;
            members[field.Name] = () => WriteField(json, store, field, value, root);
        }

        foreach (string sublist in record.Type.Sublists)
        {
            members[sublist] = () =>
            {
                json.WriteStartObject(sublist);
                WriteLinks(json, ("self", $"{home}/{sublist}", true));
                json.WriteEndObject();
            };
        }

        foreach ((string name, Action write) in members)
        {
            if (only is null || name == "id" || only.Contains(name))
                write();
        }

        json.WriteEndObject();
    });

    public static byte[] Page(string root, string requestedType, NetSuiteRecordType type, IReadOnlyList<string> ids, int limit, int offset) => Write(json =>
    {
        // The total is capped at a thousand pages, so that small pages lose rows of large sets.
        int total = (int)Math.Min(ids.Count, 1000L * limit);
        List<string> page = [.. ids.Take(total).Skip(offset).Take(limit)];
        bool hasMore = offset + page.Count < total;
        string collection = $"{root}/{type.Name}";
        json.WriteStartObject();
        json.WriteStartArray("links");
        if (hasMore)
        {
            WriteLink(json, "next", $"{collection}?limit={limit}&offset={offset + limit}", withMethod: false);
            // Wrong in every recording: the number of the last page is taken for an offset. 58 rows by 5 give 10 and not 55.
            int lastPage = ((total + limit - 1) / limit) - 1;
            WriteLink(json, "last", $"{collection}?limit={limit}&offset={lastPage / limit * limit}", withMethod: false);
        }

        // The self link repeats the spelling of the request, the others do not.
        WriteLink(json, "self", $"{root}/{requestedType}?limit={limit}" + (offset == 0 ? "" : $"&offset={offset}"), withMethod: true);
        json.WriteEndArray();
        json.WriteNumber("count", page.Count);
        json.WriteBoolean("hasMore", hasMore);
        json.WriteStartArray("items");
        foreach (string id in page)
        {
            json.WriteStartObject();
            WriteLinks(json, ("self", $"{collection}/{id}", true));
            json.WriteString("id", id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("offset", offset);
        json.WriteNumber("totalResults", total);
        json.WriteEndObject();
    });

    public static byte[] Error(NetSuiteFault fault) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("type", TypeOf(fault.Status));
        json.WriteString("title", fault.Title);
        json.WriteNumber("status", fault.Status);
        if (fault.TopLevelCode is not null)
            json.WriteString("o:errorCode", fault.TopLevelCode);
        json.WriteStartArray("o:errorDetails");
        json.WriteStartObject();
        json.WriteString("detail", fault.Message);
        if (fault.QueryParameter is not null)
            json.WriteString("o:errorQueryParam", fault.QueryParameter);
        if (fault.Url is not null)
            json.WriteString("o:errorUrl", fault.Url);
        if (fault.Path is not null)
            json.WriteString("o:errorPath", fault.Path);
        json.WriteString("o:errorCode", fault.Code);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    // Two spellings are in use, depending on the part of the service: nothing may match on it.
    private static string TypeOf(int status) => status switch
    {
        400 => "https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.1",
        404 => "https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.5",
        _ => "https://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html",
    };

    private static void WriteField(Utf8JsonWriter json, NetSuiteStore store, NetSuiteField field, JsonNode value, string root)
    {
        if (field.Kind is not (NetSuiteFieldKind.Select or NetSuiteFieldKind.Enum))
        {
            json.WritePropertyName(field.Name);
            value.WriteTo(json);
            return;
        }

        string id = (string)value.AsValue()!;
        json.WriteStartObject(field.Name);
        if (field.Kind == NetSuiteFieldKind.Select)
            WriteLinks(json, ("self", $"{root}/{field.Target}/{id}", true));
        else
            WriteLinks(json);
        json.WriteString("id", id);
        json.WriteString("refName", store.DisplayText(field, id) ?? id);
        json.WriteEndObject();
    }

    private static void WriteLinks(Utf8JsonWriter json, params ReadOnlySpan<(string Rel, string Href, bool WithMethod)> links)
    {
        json.WriteStartArray("links");
        foreach ((string rel, string href, bool withMethod) in links)
            WriteLink(json, rel, href, withMethod);
        json.WriteEndArray();
    }

    private static void WriteLink(Utf8JsonWriter json, string rel, string href, bool withMethod)
    {
        json.WriteStartObject();
        json.WriteString("rel", rel);
        json.WriteString("href", href);
        if (withMethod)
            json.WriteString("method", "GET");
        json.WriteEndObject();
    }
}
