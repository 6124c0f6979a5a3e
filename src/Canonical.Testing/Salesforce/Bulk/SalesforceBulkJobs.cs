using System.Text.Json;

namespace Canonical.Testing;

/// <summary>The jobs of Bulk API 2.0. Callers hold the store's gate.</summary>
internal sealed class SalesforceBulkJobs(SalesforceStore store, SalesforceRows rows, SalesforceLimits limits, SalesforceSandboxOptions options, TimeProvider time)
{
    private static readonly TimeSpan ResultsKept = TimeSpan.FromDays(7);

    private readonly Dictionary<string, SalesforceBulkJob> _jobs = new(StringComparer.Ordinal);
    private readonly SalesforceIngestWork _work = new(store, rows, limits, options);
    private const int JobsPerPage = 1000;
    private int _number;

    public SalesforceReply Answer(SalesforceCall call)
    {
        switch (call.Path)
        {
            case [_, "ingest" or "query"]:
                call.Allow("GET", "POST");
                if (call.Method == "GET")
                    return List(call, call.Path[1] == "query");
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

    // What a job did is kept for a week.
    private SalesforceBulkJob Finished(SalesforceBulkJob job) =>
        job.CreatedAt <= time.GetUtcNow() - ResultsKept ? throw SalesforceApiException.NotFound() : job.IsFinished ? job : throw new SalesforceApiException(400, "INVALIDJOBSTATE", $"Job {job.Id} is not finished: {job.State}");

    private SalesforceBulkJob Find(string id, bool query) =>
        SalesforceId.TryNormalize(id, out string? full) && _jobs.TryGetValue(full, out SalesforceBulkJob? job) && job is SalesforceQueryJob == query ? job : throw SalesforceApiException.NotFound();

    private SalesforceReply CreateIngest(SalesforceCall call)
    {
        JsonElement body = call.RequireBody();
        string operation = Text(body, "operation") ?? "";
        if (operation is not ("insert" or "update" or "upsert" or "delete" or "hardDelete"))
            throw Invalid($"Operation '{operation}' is not known");
        SalesforceType type = store.Schema.TryGet(Text(body, "object") ?? "", out SalesforceType? found) ? found : throw new SalesforceApiException(400, "INVALIDENTITY", $"Unknown object: {Text(body, "object")}");
        if (!type.Writable || !IsInBulk(type))
            throw NotInBulk(type);
        if (operation == "hardDelete" && !options.BulkHardDelete)
            throw new SalesforceApiException(400, "FEATURENOTENABLED", "hardDelete operation requires special user profile permission, please contact your system administrator");
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
        if (!IsInBulk(plan.Type))
            throw NotInBulk(plan.Type);
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

    // A thousand jobs a page; the locator is the number of those before.
    private SalesforceReply List(SalesforceCall call, bool query) => SalesforceReply.Json(200, writer =>
    {
        int skip = int.TryParse(call.Query.GetValueOrDefault("queryLocator"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int before) ? before : 0;
        string? mode = call.Query.GetValueOrDefault("concurrencyMode");
        SalesforceBulkJob[] jobs = [.. _jobs.Values.Where(j => j is SalesforceQueryJob == query && (call.Query.GetValueOrDefault("jobType") is not { } type || type == j.JobType) && mode is null or "Parallel" or "parallel").Skip(skip)];
        writer.WriteStartObject();
        writer.WriteBoolean("done", jobs.Length <= JobsPerPage);
        writer.WriteStartArray("records");
        foreach (SalesforceBulkJob job in jobs.Take(JobsPerPage))
            job.Write(writer, withProgress: false, withType: true);
        writer.WriteEndArray();
        if (jobs.Length > JobsPerPage)
            writer.WriteString("nextRecordsUrl", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/services/data/{call.VersionName}/jobs/{call.Path[1]}?queryLocator={skip + JobsPerPage}"));
        else
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

    private bool IsInBulk(SalesforceType type) => !options.ObjectsNotInBulk.Contains(type.Name, StringComparer.OrdinalIgnoreCase);

    private static SalesforceApiException NotInBulk(SalesforceType type) => new(400, "INVALIDENTITY", $"Entity '{type.Name}' is not supported by the Bulk API.");

    private string NewId() => SalesforceId.Create("750", ++_number);

    private static SalesforceApiException Invalid(string message) => new(400, "INVALIDJOB", message);

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
