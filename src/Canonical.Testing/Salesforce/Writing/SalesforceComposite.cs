using System.Text.Json;

namespace Canonical.Testing;

/// <summary>Several calls in one: Composite (references, all or none), Composite Graph and Composite Batch. Callers hold the store's gate.</summary>
internal sealed class SalesforceComposite(SalesforceStore store, Func<SalesforceCall, SalesforceReply> answer)
{
    private const int MaxParts = 25;
    private const int MaxQueries = 5;
    private const int MaxGraphs = 75;
    private const int MaxNodes = 500;
    private const int MaxNodeKinds = 15;
    private const int MaxFailedGraphs = 14;
    private const int MaxDepth = 15;

    private static readonly SalesforceApiException Halted = new(400, "PROCESSING_HALTED", "The transaction was rolled back since another operation in the same transaction failed.");

    public SalesforceReply Answer(SalesforceCall call)
    {
        if (call.Method == "GET")
            return SalesforceReply.Json(200, w => WriteResources(w, call.VersionName));
        JsonElement body = call.RequireBody();
        List<JsonElement> parts = Array(body, "compositeRequest");
        if (parts.Count > MaxParts)
            throw TooMany($"The composite request has {parts.Count} subrequests. At most {MaxParts} are allowed");
        if (parts.Count(p => UrlOf(p) is { } url && (url.Contains("/query", StringComparison.Ordinal) || url.Contains("/composite/sobjects", StringComparison.Ordinal))) > MaxQueries)
            throw TooMany($"At most {MaxQueries} of the subrequests may be queries or collections");
        bool allOrNone = body.TryGetProperty("allOrNone", out JsonElement all) && all.ValueKind == JsonValueKind.True;
        (List<Part> answers, _) = Run(call, parts, allOrNone);
        return SalesforceReply.Json(200, w =>
        {
            w.WriteStartObject();
            WriteParts(w, answers);
            w.WriteEndObject();
        });
    }

    public SalesforceReply Graphs(SalesforceCall call)
    {
        List<JsonElement> graphs = Array(call.RequireBody(), "graphs");
        if (graphs.Count > MaxGraphs)
            throw TooMany($"The request has {graphs.Count} graphs. At most {MaxGraphs} are allowed");
        List<List<JsonElement>> nodes = graphs.ConvertAll(g => Array(g, "compositeRequest"));
        if (nodes.Sum(n => n.Count) > MaxNodes)
            throw TooMany($"The request has more than {MaxNodes} nodes");
        if (nodes.SelectMany(n => n).Select(KindOf).Distinct(StringComparer.Ordinal).Count() > MaxNodeKinds)
            throw TooMany($"The request has more than {MaxNodeKinds} different kinds of nodes");
        if (nodes.Exists(n => DepthOf(n) > MaxDepth))
            throw TooMany($"A graph is deeper than {MaxDepth}");
        var answers = new List<(string? Id, List<Part> Parts, bool Successful)>();
        int failed = 0;
        for (int i = 0; i < graphs.Count; i++)
        {
            string? id = graphs[i].TryGetProperty("graphId", out JsonElement given) ? given.ToString() : null;
            (List<Part> parts, bool successful) = failed > MaxFailedGraphs
                ? (nodes[i].ConvertAll(n => new Part(ReferenceOf(n), SalesforceReply.Error(Halted))), false)
                : Run(call, nodes[i], allOrNone: true);
            if (!successful)
                failed++;
            answers.Add((id, parts, successful));
        }

        return SalesforceReply.Json(200, w =>
        {
            w.WriteStartObject();
            w.WriteStartArray("graphs");
            foreach ((string? id, List<Part> parts, bool successful) in answers)
            {
                w.WriteStartObject();
                w.WriteString("graphId", id);
                w.WriteStartObject("graphResponse");
                WriteParts(w, parts);
                w.WriteEndObject();
                w.WriteBoolean("isSuccessful", successful);
                w.WriteEndObject();
            }

            w.WriteEndArray();
            w.WriteEndObject();
        });
    }

    public SalesforceReply Batch(SalesforceCall call)
    {
        JsonElement body = call.RequireBody();
        List<JsonElement> parts = Array(body, "batchRequests");
        if (parts.Count > MaxParts)
            throw TooMany($"The batch has {parts.Count} subrequests. At most {MaxParts} are allowed");
        bool halt = body.TryGetProperty("haltOnError", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
        var replies = new List<SalesforceReply>();
        bool failed = false;
        foreach (JsonElement part in parts)
        {
            SalesforceReply reply = failed && halt
                ? SalesforceReply.Error(new SalesforceApiException(412, "BATCH_PROCESSING_HALTED", "The batch processing was halted due to an error in a preceding operation."))
                : answer(Inner(call, part, "richInput", null));
            failed |= reply.Status >= 400;
            replies.Add(reply);
        }

        return SalesforceReply.Json(200, w =>
        {
            w.WriteStartObject();
            w.WriteBoolean("hasErrors", failed);
            w.WriteStartArray("results");
            foreach (SalesforceReply reply in replies)
            {
                w.WriteStartObject();
                w.WriteNumber("statusCode", reply.Status);
                w.WritePropertyName("result");
                WriteBody(w, reply);
                w.WriteEndObject();
            }

            w.WriteEndArray();
            w.WriteEndObject();
        });
    }

    private (List<Part> Answers, bool Successful) Run(SalesforceCall call, List<JsonElement> parts, bool allOrNone)
    {
        int mark = store.Mark();
        var references = new SalesforceReferences();
        var answers = new List<Part>();
        bool failed = false;
        foreach (JsonElement part in parts)
        {
            string reference = ReferenceOf(part);
            SalesforceReply reply;
            try
            {
                reply = failed && allOrNone ? SalesforceReply.Error(Halted) : answer(Inner(call, part, "body", references));
            }
            catch (SalesforceApiException e)
            {
                reply = SalesforceReply.Error(e);
            }

            failed |= reply.Status is >= 300;
            references.Add(reference, reply);
            answers.Add(new Part(reference, reply));
        }

        if (!failed || !allOrNone)
            return (answers, !failed);
        store.RollBack(mark);
        // The part that failed tells why; the others only that it was not they.
        return (answers.ConvertAll(a => a.Reply.Status < 300 ? a with { Reply = SalesforceReply.Error(Halted) } : a), false);
    }

    private static SalesforceCall Inner(SalesforceCall outer, JsonElement part, string bodyName, SalesforceReferences? references)
    {
        string method = part.TryGetProperty("method", out JsonElement verb) ? verb.ToString().ToUpperInvariant() : "GET";
        string url = UrlOf(part) ?? throw new SalesforceApiException(400, "JSON_PARSER_ERROR", "A subrequest has no url");
        JsonElement body = part.TryGetProperty(bodyName, out JsonElement given) ? given : default;
        if (references is not null)
        {
            url = references.Resolve(url);
            body = references.Resolve(body);
        }

        (string[] path, Dictionary<string, string> query) = SalesforceCall.Cut(url);
        // Batches write addresses without the leading part.
        string[] below = path is ["services", "data", .. var rest] ? rest : path;
        if (below is not [var version, .. var segments] || version != outer.VersionName)
            throw new SalesforceApiException(400, "INVALID_INPUT", $"The url of a subrequest names the version of the request, {outer.VersionName}: {url}");
        Func<string, string?> header = part.TryGetProperty("httpHeaders", out JsonElement headers) && headers.ValueKind == JsonValueKind.Object
            ? name => SalesforceRows.Member(headers, name)?.ToString() ?? outer.Header(name)
            : outer.Header;
        return new SalesforceCall(method, outer.Version, segments, query, header, body);
    }

    private static void WriteParts(Utf8JsonWriter writer, List<Part> parts)
    {
        writer.WriteStartArray("compositeResponse");
        foreach (Part part in parts)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("body");
            WriteBody(writer, part.Reply);
            writer.WriteStartObject("httpHeaders");
            if (part.Reply.Location is not null)
                writer.WriteString("Location", part.Reply.Location);
            writer.WriteEndObject();
            writer.WriteNumber("httpStatusCode", part.Reply.Status);
            writer.WriteString("referenceId", part.Reference);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteBody(Utf8JsonWriter writer, SalesforceReply reply)
    {
        if (reply.Body.IsEmpty)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(reply.Body.Span, skipInputValidation: true);
    }

    private static void WriteResources(Utf8JsonWriter writer, string version)
    {
        writer.WriteStartObject();
        foreach (string name in (ReadOnlySpan<string>)["tree", "batch", "sobjects", "graph"])
            writer.WriteString(name, $"/services/data/{version}/composite/{name}");
        writer.WriteEndObject();
    }

    private static List<JsonElement> Array(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
            ? [.. list.EnumerateArray()]
            : throw new SalesforceApiException(400, "JSON_PARSER_ERROR", $"The request has no '{name}'");

    private static string? UrlOf(JsonElement part) => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("url", out JsonElement url) ? url.GetString() : null;

    private static string ReferenceOf(JsonElement part) => part.TryGetProperty("referenceId", out JsonElement id) ? id.ToString() : "";

    // How long the longest chain of references is.
    private static int DepthOf(List<JsonElement> nodes)
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (JsonElement node in nodes)
        {
            string text = node.GetRawText();
            depths[ReferenceOf(node)] = 1 + depths.Where(d => text.Contains("@{" + d.Key + ".", StringComparison.Ordinal)).Select(d => d.Value).DefaultIfEmpty().Max();
        }

        return depths.Values.Max();
    }

    // Nodes are of one kind when they call the same object in the same way.
    private static string KindOf(JsonElement node) => (node.TryGetProperty("method", out JsonElement verb) ? verb.ToString() : "") + " " + string.Join('/', SalesforceCall.Cut(UrlOf(node) ?? "").Path.Take(5));

    private static SalesforceApiException TooMany(string message) => new(400, "LIMIT_EXCEEDED", message);

    private sealed record Part(string Reference, SalesforceReply Reply);
}
