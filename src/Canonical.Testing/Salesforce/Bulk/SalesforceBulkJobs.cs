using System.Text.Json;

namespace Canonical.Testing;

/// <summary>The jobs of Bulk API 2.0. Callers hold the store's gate.</summary>
internal sealed class SalesforceBulkJobs(SalesforceStore store, SalesforceRows rows, SalesforceLimits limits, SalesforceSandboxOptions options, TimeProvider time)
{
    private readonly Dictionary<string, SalesforceBulkJob> _jobs = new(StringComparer.Ordinal);
    private readonly SalesforceIngestWork _work = new(store, rows, limits, options);
    private int _number;

    public SalesforceReply Answer(SalesforceCall call)
    {
        switch (call.Path)
        {
            case [_, "ingest" or "query"]:
                call.Allow("GET", "POST");
                if (call.Method == "GET")
                    return List(call.Path[1] == "query");
                return call.Path[1] == "query" ? CreateQuery(call) : CreateIngest(call);
            case [_, "ingest" or "query", var id]:
                call.Allow("GET", "PATCH", "DELETE");
                return One(call, Find(id, call.Path[1] == "query"));
            default:
                throw SalesforceApiException.NotFound();
        }
    }

    public void Upload(string id, byte[] csv)
    {
        var job = (SalesforceIngestJob)Find(id, query: false);
        if (job.State != "Open" || job.IsUploaded)
            throw new SalesforceApiException(400, "INVALIDJOBSTATE", $"Found multiple contents for job: <{id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.");
        job.Upload(csv);
    }

    public SalesforceIngestJob FinishedIngest(string id) => (SalesforceIngestJob)Finished(Find(id, query: false));

    public SalesforceQueryJob FinishedQuery(string id)
    {
        var job = (SalesforceQueryJob)Finished(Find(id, query: true));
        return job.State == "JobComplete" ? job : throw new SalesforceApiException(400, "INVALIDJOBSTATE", "The job did not complete");
    }

    private static SalesforceBulkJob Finished(SalesforceBulkJob job) =>
        job.IsFinished ? job : throw new SalesforceApiException(400, "INVALIDJOBSTATE", $"Job {job.Id} is not finished: {job.State}");

    private SalesforceBulkJob Find(string id, bool query) =>
        SalesforceId.TryNormalize(id, out string? full) && _jobs.TryGetValue(full, out SalesforceBulkJob? job) && job is SalesforceQueryJob == query ? job : throw SalesforceApiException.NotFound();

    private SalesforceReply CreateIngest(SalesforceCall call)
    {
        JsonElement body = call.RequireBody();
        string operation = Text(body, "operation") ?? "";
        if (operation is not ("insert" or "update" or "upsert" or "delete" or "hardDelete"))
            throw Invalid($"Operation '{operation}' is not known");
        SalesforceType type = store.Schema.TryGet(Text(body, "object") ?? "", out SalesforceType? found) ? found : throw new SalesforceApiException(400, "INVALIDENTITY", $"Unknown object: {Text(body, "object")}");
        if (!type.Writable)
            throw new SalesforceApiException(400, "INVALIDENTITY", $"Entity '{type.Name}' is not supported by the Bulk API.");
        string? key = Text(body, "externalIdFieldName");
        if (operation == "upsert" && (key is null || !type.TryGetField(key, out SalesforceSandboxField? field) || !field.IdLookup))
            throw Invalid($"Field name provided, {key} is not an External ID or indexed field for {type.Name}");
        (string lineEnding, string delimiter) = Format(body);
        var job = new SalesforceIngestJob(NewId(), operation, type, operation == "upsert" ? key : null, _work, store.UserId, time.GetUtcNow(), call.Version, lineEnding, delimiter) { PollsLeft = options.BulkPolls };
        _jobs.Add(job.Id, job);
        return SalesforceReply.Json(200, w => job.Write(w, withProgress: false));
    }

    private SalesforceReply CreateQuery(SalesforceCall call)
    {
        JsonElement body = call.RequireBody();
        string operation = Text(body, "operation") ?? "";
        if (operation is not ("query" or "queryAll"))
            throw Invalid($"Operation '{operation}' is not known");
        SoqlPlan plan = SoqlPlan.Compile(store, Text(body, "query") ?? "", time.GetUtcNow());
        SalesforceQueryJob.Check(plan);
        (string lineEnding, string delimiter) = Format(body);
        limits.SpendQueryJob();
        var job = new SalesforceQueryJob(NewId(), operation, store, plan, time.GetUtcNow(), call.Version, lineEnding, delimiter) { PollsLeft = options.BulkPolls };
        _jobs.Add(job.Id, job);
        return SalesforceReply.Json(200, w => job.Write(w, withProgress: false));
    }

    private SalesforceReply One(SalesforceCall call, SalesforceBulkJob job)
    {
        switch (call.Method)
        {
            case "DELETE":
                if (job.State is "InProgress")
                    throw new SalesforceApiException(400, "INVALIDJOBSTATE", "A job in progress cannot be deleted");
                _jobs.Remove(job.Id);
                return SalesforceReply.NoContent;
            case "PATCH":
                SetState(job, Text(call.RequireBody(), "state"));
                return SalesforceReply.Json(200, w => job.Write(w, withProgress: false));
            default:
                job.Advance();
                return SalesforceReply.Json(200, w => job.Write(w, withProgress: true));
        }
    }

    private static void SetState(SalesforceBulkJob job, string? state)
    {
        switch (state)
        {
            case "Aborted" when !job.IsFinished:
                job.State = "Aborted";
                break;
            case "UploadComplete" when job is SalesforceIngestJob { IsUploaded: true, State: "Open" }:
                job.State = "UploadComplete";
                break;
            default:
                throw new SalesforceApiException(400, "INVALIDJOBSTATE", $"The job cannot go from {job.State} to {state}");
        }
    }

    private SalesforceReply List(bool query) => SalesforceReply.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("done", true);
        writer.WriteStartArray("records");
        foreach (SalesforceBulkJob job in _jobs.Values)
        {
            if (job is SalesforceQueryJob == query)
                job.Write(writer, withProgress: false);
        }

        writer.WriteEndArray();
        writer.WriteNull("nextRecordsUrl");
        writer.WriteEndObject();
    });

    private static (string LineEnding, string Delimiter) Format(JsonElement body)
    {
        string lineEnding = Text(body, "lineEnding") ?? "LF";
        string delimiter = Text(body, "columnDelimiter") ?? "COMMA";
        if (Text(body, "contentType") is { } type && type != "CSV")
            throw Invalid($"Content type '{type}' is not known");
        return lineEnding is "LF" or "CRLF" && SalesforceBulkJob.IsDelimiter(delimiter) ? (lineEnding, delimiter) : throw Invalid("lineEnding or columnDelimiter is not known");
    }

    private string NewId() => SalesforceId.Create("750", ++_number);

    private static SalesforceApiException Invalid(string message) => new(400, "INVALIDJOB", message);

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
