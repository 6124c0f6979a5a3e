using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;

using Canonical.Testing;

using Microsoft.AspNetCore.Http;

namespace AcmePsa;

/// <summary>Acme's protocol on loopback: stateful, refuses what Acme refuses, and takes the faults of every sandbox. Thread-safe.</summary>
public sealed class AcmeSandbox(TimeProvider? time = null) : SandboxServer(time)
{
    private const int MaxNameLength = 40;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JsonObject> _jobs = new(StringComparer.Ordinal);
    private long _revision;
    private int _calls;

    public int Count
    {
        get
        {
            lock (_gate)
                return _jobs.Values.Count(static job => !job["deleted"]!.GetValue<bool>());
        }
    }

    /// <summary>The next batch answers leave out their first row.</summary>
    public bool LeavesRowsOut { get; set; }

    public string Seed(string json, string? key = null)
    {
        lock (_gate)
            return Put(key, JsonNode.Parse(json)!.AsObject()).Id;
    }

    public void Change(string id, string member, string value)
    {
        lock (_gate)
        {
            _jobs[id][member] = value;
            Stamp(_jobs[id]);
        }
    }

    public void Delete(string id)
    {
        lock (_gate)
        {
            _jobs[id]["deleted"] = true;
            Stamp(_jobs[id]);
        }
    }

    protected override async Task HandleAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        context.Response.Headers["X-Quota"] = FormattableString.Invariant($"{Interlocked.Increment(ref _calls)}/1000000");
        string[] path = request.Path.Value!.Trim('/').Split('/');
        if (path is ["oauth", "token"])
        {
            IFormCollection form = await request.ReadFormAsync(context.RequestAborted);
            bool known = form["client_id"] == "acme-client" && form["client_secret"] == "acme-secret";
            await AnswerAsync(context, known ? 200 : 401, known ? """{"access_token":"acme-token","expires_in":3600}""" : """{"code":"CLIENT_REFUSED"}""");
            return;
        }

        if (request.Headers.Authorization != "Bearer acme-token")
        {
            await AnswerAsync(context, 401, """{"code":"TOKEN_REFUSED"}""");
            return;
        }

        JsonNode? body = HttpMethods.IsGet(request.Method) ? null : await ReadAsync(context);
        (int status, JsonNode answer) = (request.Method, path) switch
        {
            ("GET", ["v1", "jobs"]) => (200, List(request)),
            ("GET", ["v1", "jobs", "changes"]) => (200, Changes(request)),
            ("GET", ["v1", "jobs", "by-key", var key]) => One(job => (string?)job["key"] == key),
            ("GET", ["v1", "jobs", var id]) => One(job => (string?)job["id"] == id),
            ("PUT", ["v1", "jobs", "by-key", var key]) => Write(key, body!.AsObject()),
            ("POST", ["v1", "jobs", "batch"]) => (200, Batch(body!.AsArray())),
            _ => (404, new JsonObject { ["code"] = "NOT_FOUND" }),
        };
        await AnswerAsync(context, status, answer.ToJsonString());
    }

    private JsonObject List(HttpRequest request)
    {
        int limit = int.Parse(request.Query["limit"]!, CultureInfo.InvariantCulture);
        lock (_gate)
        {
            JsonObject[] rest = [.. _jobs.Values.Where(job => !job["deleted"]!.GetValue<bool>() && string.CompareOrdinal((string?)job["id"], request.Query["after"]) > 0)];
            return new JsonObject { ["jobs"] = Copy(rest.Take(limit)), ["more"] = rest.Length > limit };
        }
    }

    private JsonObject Changes(HttpRequest request)
    {
        int limit = int.Parse(request.Query["limit"]!, CultureInfo.InvariantCulture);
        long after = long.Parse(request.Query["after"]!, CultureInfo.InvariantCulture);
        lock (_gate)
        {
            JsonObject[] rest = [.. _jobs.Values.Where(job => job["revision"]!.GetValue<long>() > after).OrderBy(static job => job["revision"]!.GetValue<long>())];
            JsonObject[] page = [.. rest.Take(limit)];
            return new JsonObject { ["jobs"] = Copy(page), ["revision"] = page.Length > 0 ? page[^1]["revision"]!.GetValue<long>() : after, ["more"] = rest.Length > limit };
        }
    }

    private (int Status, JsonNode Answer) One(Func<JsonObject, bool> which)
    {
        lock (_gate)
            return _jobs.Values.FirstOrDefault(which) is { } job ? (200, job.DeepClone()) : (404, new JsonObject { ["code"] = "NOT_FOUND" });
    }

    private (int Status, JsonNode Answer) Write(string key, JsonObject job)
    {
        if (((string?)job["name"])?.Length > MaxNameLength)
            return (422, new JsonObject { ["code"] = "TEXT_TOO_LONG", ["field"] = "name" });
        lock (_gate)
        {
            (string id, bool created) = Put(key, job);
            return (200, new JsonObject { ["id"] = id, ["created"] = created });
        }
    }

    private JsonObject Batch(JsonArray rows)
    {
        List<JsonNode> answers = [];
        foreach (JsonNode? row in rows)
        {
            string key = (string)row!["key"]!;
            (int status, JsonNode answer) = Write(key, row["job"]!.DeepClone().AsObject());
            answers.Add(status == 200
                ? new JsonObject { ["key"] = key, ["id"] = (string)answer["id"]!, ["status"] = (bool)answer["created"]! ? "created" : "updated" }
                : new JsonObject { ["key"] = key, ["status"] = "failed", ["code"] = (string)answer["code"]!, ["field"] = (string?)answer["field"] });
        }

        // Acme answers in another order than it was asked.
        answers.Reverse();
        return new JsonObject { ["rows"] = new JsonArray([.. LeavesRowsOut ? answers.Skip(1) : answers]) };
    }

    private (string Id, bool Created) Put(string? key, JsonObject job)
    {
        JsonObject? known = key is null ? null : _jobs.Values.FirstOrDefault(other => (string?)other["key"] == key);
        string id = known is null ? FormattableString.Invariant($"J-{_jobs.Count + 1:D5}") : (string)known["id"]!;
        var stored = new JsonObject { ["id"] = id, ["key"] = key };
        foreach ((string name, JsonNode? value) in job)
            stored[name] = value?.DeepClone();
        stored["deleted"] ??= false;
        _jobs[id] = stored;
        Stamp(stored);
        return (id, known is null);
    }

    private void Stamp(JsonObject job) => (job["revision"], job["updated"]) = (++_revision, Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));

    private static JsonArray Copy(IEnumerable<JsonObject> jobs) => new([.. jobs.Select(static job => job.DeepClone())]);

    private static async Task<JsonNode> ReadAsync(HttpContext context)
    {
        bool packed = context.Request.Headers.ContentEncoding == "gzip";
        await using Stream body = packed ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        return (await JsonNode.ParseAsync(body, cancellationToken: context.RequestAborted))!;
    }

    private static Task AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}
