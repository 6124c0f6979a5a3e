using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>What lies below <c>/services/data/vXX.0</c>, for calls of their own and for parts of composite ones. Callers hold the store's gate.</summary>
internal sealed class SalesforceDataApi
{
    private static readonly HashSet<string> NotHere = new(StringComparer.Ordinal)
    {
        "search", "parameterizedSearch", "tooling", "metadata", "analytics", "chatter", "connect", "wave", "ui-api", "actions", "process", "quickActions", "tabs", "theme", "graphql", "appMenu", "knowledgeManagement", "support", "compactLayouts",
        "eventSchema", "licensing", "consent", "dedupe", "localizedvalue", "nouns", "scheduling", "serviceTemplates", "smartdatadiscovery", "ssot", "emailConnect", "folders", "commerce", "payments", "prechatForms", "domino",
    };

    private readonly SalesforceStore _store;
    private readonly SalesforceQueries _queries;
    private readonly SalesforceRows _rows;
    private readonly SalesforceRecords _records;
    private readonly SalesforceCollections _collections;
    private readonly SalesforceComposite _composite;
    private readonly SalesforceTree _tree;
    private readonly SalesforceReplication _replication;
    private readonly SalesforceBulkJobs _jobs;
    private readonly Action<Utf8JsonWriter> _limits;
    private readonly Func<string> _identity;

    public SalesforceDataApi(SalesforceStore store, SalesforceQueries queries, SalesforceRows rows, SalesforceBulkJobs jobs, SalesforceSandboxOptions options, TimeProvider time, Action<Utf8JsonWriter> limits, Func<string> identity)
    {
        _store = store;
        _queries = queries;
        _rows = rows;
        _limits = limits;
        _identity = identity;
        _records = new SalesforceRecords(store, rows);
        _collections = new SalesforceCollections(store, rows, options);
        _composite = new SalesforceComposite(store, Answer);
        _tree = new SalesforceTree(store, rows);
        _jobs = jobs;
        _replication = new SalesforceReplication(store, time);
    }

    /// <summary>Answers a call; an error is an answer too.</summary>
    public SalesforceReply Answer(SalesforceCall call)
    {
        int mark = _store.Mark();
        _rows.AllowsDuplicates = (call.Header("Sforce-Duplicate-Rule-Header") ?? "").Replace(" ", "", StringComparison.Ordinal).Contains("allowSave=true", StringComparison.OrdinalIgnoreCase);
        try
        {
            return Route(call);
        }
        catch (SalesforceApiException error)
        {
            _store.RollBack(mark);
            return SalesforceReply.Error(error);
        }
    }

    private SalesforceReply Route(SalesforceCall call)
    {
        switch (call.Path)
        {
            case []:
                call.Allow("GET");
                return SalesforceReply.Json(200, w => WriteResources(w, call.VersionName, _identity()));
            case ["limits"]:
                call.Allow("GET");
                return SalesforceReply.Json(200, _limits);
            case ["recent"]:
                call.Allow("GET");
                return _records.Recent(call);
            case ["query" or "queryAll"]:
                call.Allow("GET");
                return Query(call);
            case ["query" or "queryAll", var locator]:
                call.Allow("GET");
                return SalesforceReply.Json(200, w => _queries.Next(w, locator, call.VersionName));
            case ["sobjects"]:
                call.Allow("GET");
                DateTimeOffset changed = _store.Schema.Types.Max(t => t.ChangedAt);
                return Since(call, changed) ? new SalesforceReply(304, default) { LastModified = changed } : SalesforceReply.Json(200, w => WriteObjects(w, call.VersionName)) with { LastModified = changed };
            case ["sobjects", var name, "describe"]:
                call.Allow("GET");
                return Describe(call, _rows.Type(name));
            case ["sobjects", var name, "updated"]:
                call.Allow("GET");
                return _replication.Updated(call, _rows.Type(name));
            case ["sobjects", var name, "deleted"]:
                call.Allow("GET");
                return _replication.Deleted(call, _rows.Type(name));
            case ["sobjects", _, "describe", ..] or ["sobjects", _, "listviews" or "quickActions" or "defaultValues" or "relevantItems", ..]:
                throw NotKnown(string.Join('/', call.Path[2..]));
            case ["sobjects", ..]:
                return _records.Answer(call);
            case ["jobs", ..]:
                return _jobs.Answer(call);
            case ["composite", "sobjects", ..]:
                return _collections.Answer(call);
            case ["composite", "tree", var name]:
                call.Allow("POST");
                return _tree.Answer(call, _rows.Type(name));
            case ["composite"]:
                call.Allow("GET", "POST");
                return _composite.Answer(call);
            case ["composite", "graph"]:
                call.Allow("POST");
                return _composite.Graphs(call);
            case ["composite", "batch"]:
                call.Allow("POST");
                return _composite.Batch(call);
            case [var area, ..] when NotHere.Contains(area):
                throw NotKnown(area);
            default:
                throw SalesforceApiException.NotFound();
        }
    }

    private static SalesforceApiException NotKnown(string what) => new(404, "NOT_FOUND", $"The sandbox does not know '{what}', which the product has");

    private SalesforceReply Query(SalesforceCall call)
    {
        if (call.Query.ContainsKey("explain"))
            throw NotKnown("query plans");
        string soql = call.Query.GetValueOrDefault("q") ?? "";
        if (soql.Length == 0)
            throw new SalesforceApiException(400, "MALFORMED_QUERY", "SOQL query is required");
        // Given as a hint: Sforce-Query-Options: batchSize=500
        int? batchSize = null;
        foreach (string part in (call.Header("Sforce-Query-Options") ?? "").Split(','))
        {
            string[] pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length == 2 && pair[0].Equals("batchSize", StringComparison.OrdinalIgnoreCase))
                batchSize = int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : throw new SalesforceApiException(400, "MALFORMED_QUERY", "The batchSize of Sforce-Query-Options is not a number");
        }

        return SalesforceReply.Json(200, w => _queries.Start(w, soql, call.Path[0] == "queryAll", batchSize, call.VersionName));
    }

    private SalesforceReply Describe(SalesforceCall call, SalesforceType type)
    {
        if (Since(call, type.ChangedAt))
            return new SalesforceReply(304, default) { LastModified = type.ChangedAt };
        return SalesforceReply.Json(200, w => SalesforceDescribe.Write(w, _store.Schema, type, call.VersionName)) with { LastModified = type.ChangedAt };
    }

    private static bool Since(SalesforceCall call, DateTimeOffset changedAt) =>
        DateTimeOffset.TryParse(call.Header("If-Modified-Since"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset since) && changedAt <= since;

    private static void WriteResources(Utf8JsonWriter writer, string version, string identity)
    {
        writer.WriteStartObject();
        writer.WriteString("identity", identity);
        foreach (string name in (ReadOnlySpan<string>)["composite", "jobs", "limits", "query", "queryAll", "recent", "sobjects"])
            writer.WriteString(name, $"/services/data/{version}/{name}");
        writer.WriteEndObject();
    }

    private void WriteObjects(Utf8JsonWriter writer, string version)
    {
        writer.WriteStartObject();
        writer.WriteString("encoding", "UTF-8");
        writer.WriteNumber("maxBatchSize", 200);
        writer.WriteStartArray("sobjects");
        foreach (SalesforceType type in _store.Schema.Types)
            SalesforceDescribe.WriteSummary(writer, type, version);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
