using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>
/// Speaks the API of Kantata OX (Mavenlink) on loopback: lists and single records of workspaces, time entries, stories, users, groups and roles in Brainstem envelopes,
/// and creating time entries, as far as recordings of the live service and the source of its library tell. Thread-safe once started.
/// </summary>
/// <remarks>
/// Faithful in: <c>results</c> as the only authority, maps in another order than the results, a key for every include; the silent cap of 200 and the default of 20;
/// <c>only</c> without paging and with a misleading <c>meta</c>; <c>limit</c> without <c>offset</c> ignored; unknown parameters, includes and sorts ignored;
/// booleans in any other spelling being true; default filters that hide archived projects, also from single reads; money members left out without financial access;
/// <c>x-request-id</c>; the error bodies for 400, 401, 404 and 422. The wording of validation messages for time entries is the sandbox's own.
/// Not modelled: search, custom fields, bulk writes, updates, subscribed events, rate limits.
/// </remarks>
public sealed class KantataSandbox : SandboxServer
{
    private const string Root = "/api/v1/";
    private static readonly string[] RequiredOnCreate = ["workspace_id", "date_performed", "time_in_minutes"];
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<JsonObject>> _tables = KantataCollection.All.Keys.ToDictionary(static name => name, static _ => new List<JsonObject>(), StringComparer.Ordinal);
    private readonly string _token;
    private int _requestIds;
    private long _nextId = 9_000_000;

    /// <summary>Creates the sandbox.</summary>
    /// <param name="token">The one access token.</param>
    /// <param name="timeProvider">The sandbox's clock; null for the system's.</param>
    public KantataSandbox(string token, TimeProvider? timeProvider = null)
        : base(timeProvider)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(token);
        _token = token;
    }

    /// <summary>False when the user of the token may not see money: the members are then left out, not null. True unless set.</summary>
    public bool HasFinancialAccess { get; set; } = true;

    /// <summary>Called before each list is put together, with the collection and the page; for tests of what happens when records change meanwhile. Null for nothing.</summary>
    public Action<string, int>? BeforeList { get; set; }

    /// <summary>The address of the API: <see cref="SandboxServer.BaseAddress"/> with <c>api/v1/</c>.</summary>
    public Uri ApiAddress => new(BaseAddress, Root);

    /// <summary>Adds a record.</summary>
    /// <param name="collection">The collection, for example <c>workspaces</c>.</param>
    /// <param name="json">The record as a JSON object with an <c>id</c>.</param>
    /// <returns>The same sandbox.</returns>
    /// <exception cref="ArgumentException">The collection is unknown, or the text is no object with an id.</exception>
    public KantataSandbox Add(string collection, string json)
    {
        ArgumentNullException.ThrowIfNull(collection);
        if (!_tables.TryGetValue(collection, out List<JsonObject>? table))
            throw new ArgumentException($"The sandbox has no collection {collection}.", nameof(collection));
        if (JsonNode.Parse(json) is not JsonObject record || Id(record) is null)
            throw new ArgumentException("The record is no JSON object with an id.", nameof(json));
        lock (_gate)
            table.Add(record);
        return this;
    }

    /// <summary>Deletes a record.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="id">The id.</param>
    /// <returns>True when it was there.</returns>
    public bool Remove(string collection, string id)
    {
        lock (_gate)
            return _tables.TryGetValue(collection, out List<JsonObject>? table) && table.RemoveAll(record => Id(record) == id) > 0;
    }

    /// <inheritdoc/>
    protected override async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Headers["x-request-id"] = $"sandbox-{Interlocked.Increment(ref _requestIds)}";
        if (context.Request.Headers.Authorization != $"Bearer {_token}")
        {
            await ErrorAsync(context, StatusCodes.Status401Unauthorized, Error("oauth", "Invalid OAuth 2 Request")).ConfigureAwait(false);
            return;
        }

        string path = context.Request.Path.Value!;
        string[] parts = path.StartsWith(Root, StringComparison.Ordinal) ? path[Root.Length..].Split('/') : [];
        if (parts.Length > 0 && parts[^1].EndsWith(".json", StringComparison.Ordinal))
            parts[^1] = parts[^1][..^".json".Length];
        if (parts.Length is < 1 or > 2 || !KantataCollection.All.TryGetValue(parts[0], out KantataCollection? collection))
        {
            await ErrorAsync(context, StatusCodes.Status404NotFound, Error("system", "Not found")).ConfigureAwait(false);
            return;
        }

        var query = new KantataQuery(context.Request.Query);
        if (HttpMethods.IsPost(context.Request.Method) && parts is ["time_entries"])
            await CreateAsync(context, collection, query).ConfigureAwait(false);
        else if (!HttpMethods.IsGet(context.Request.Method))
            await ErrorAsync(context, StatusCodes.Status404NotFound, Error("system", "Not found")).ConfigureAwait(false);
        else if (parts.Length == 1)
            await WriteAsync(context, StatusCodes.Status200OK, List(collection, query)).ConfigureAwait(false);
        else
            await ShowAsync(context, collection, query, parts[1]).ConfigureAwait(false);
    }

    private JsonObject List(KantataCollection collection, KantataQuery query)
    {
        BeforeList?.Invoke(collection.Name, query.Page);
        lock (_gate)
        {
            List<JsonObject> all = [.. Sort(Filter(collection, query), collection, query)];
            List<JsonObject> page;
            if (query.List("only") is { } only)
            {
                // Not paged; what is missing or hidden is dropped without a word.
                all = [.. all.Where(record => only.Contains(Id(record)))];
                page = all;
            }
            else if (query.Window is { } window)
            {
                page = [.. all.Skip(window.Offset).Take(window.Limit)];
            }
            else
            {
                page = [.. all.Skip((query.Page - 1) * query.PerPage).Take(query.PerPage)];
            }

            return Envelope(collection, query, page, all.Count);
        }
    }

    private async Task ShowAsync(HttpContext context, KantataCollection collection, KantataQuery query, string id)
    {
        JsonObject? answer;
        lock (_gate)
        {
            // A record that a default filter hides is not found either.
            List<JsonObject> found = [.. Filter(collection, query).Where(record => Id(record) == id)];
            answer = found.Count == 1 ? Envelope(collection, query, found, 1) : null;
        }

        if (answer is null)
            await ErrorAsync(context, StatusCodes.Status404NotFound, Error("system", "Not found")).ConfigureAwait(false);
        else
            await WriteAsync(context, StatusCodes.Status200OK, answer).ConfigureAwait(false);
    }

    private async Task CreateAsync(HttpContext context, KantataCollection collection, KantataQuery query)
    {
        JsonNode? body;
        try
        {
            body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            var malformed = new JsonObject { ["status"] = 400, ["error"] = "malformed JSON detected, please check your request body" };
            await WriteAsync(context, StatusCodes.Status400BadRequest, malformed).ConfigureAwait(false);
            return;
        }

        if ((body as JsonObject)?["time_entry"] is not JsonObject sent)
        {
            await ErrorAsync(context, StatusCodes.Status400BadRequest, Error("syntax", "Missing required parameters. Please see our documentation at http://developer.mavenlink.com")).ConfigureAwait(false);
            return;
        }

        JsonObject[] missing = [.. RequiredOnCreate
            .Where(name => sent[name] is null)
            .Select(name => Error("validation", $"{name} can't be blank", name))];
        if (missing.Length > 0)
        {
            await ErrorAsync(context, StatusCodes.Status422UnprocessableEntity, missing).ConfigureAwait(false);
            return;
        }

        JsonObject answer;
        lock (_gate)
        {
            JsonObject record = sent.DeepClone().AsObject();
            string now = Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
            record["id"] = (++_nextId).ToString(CultureInfo.InvariantCulture);
            record["workspace_id"] = record["workspace_id"]!.ToString();
            record["created_at"] = now;
            record["updated_at"] = now;
            _tables[collection.Name].Add(record);
            answer = Envelope(collection, query, [record], 1);
        }

        // Created is answered with 200.
        await WriteAsync(context, StatusCodes.Status200OK, answer).ConfigureAwait(false);
    }

    private IEnumerable<JsonObject> Filter(KantataCollection collection, KantataQuery query)
    {
        IEnumerable<JsonObject> records = _tables[collection.Name];
        bool defaults = query.Flag("apply_default_filters", true);
        if (collection.Name == "workspaces" && !query.Flag("include_archived", !defaults))
            records = records.Where(static record => !IsTrue(record, "archived"));
        if (collection.Name == "time_entries")
        {
            if (!query.Flag("from_archived_workspaces", !defaults))
                records = records.Where(record => _tables["workspaces"].Find(workspace => Id(workspace) == record["workspace_id"]?.ToString()) is not { } workspace || !IsTrue(workspace, "archived"));
            if (query.List("workspace_id") is { } workspaces)
                records = records.Where(record => workspaces.Contains(record["workspace_id"]?.ToString()));
            // Its value is not looked at.
            if (query.Text("approved") is not null)
                records = records.Where(static record => IsTrue(record, "approved"));
            if (query.Days("date_performed_between") is { } days)
                records = records.Where(record => DateOnly.ParseExact(record["date_performed"]!.GetValue<string>(), "yyyy-MM-dd", CultureInfo.InvariantCulture) is var day && day >= days.From && day <= days.Through);
        }

        foreach ((string name, string member, int sign) in new[] { ("updated_after", "updated_at", 1), ("updated_before", "updated_at", -1), ("created_after", "created_at", 1), ("created_before", "created_at", -1) })
        {
            if (query.Instant(name) is { } limit)
                records = records.Where(record => Moment(record, member)?.CompareTo(limit) is { } order && order * sign > 0);
        }

        return records;
    }

    private static IEnumerable<JsonObject> Sort(IEnumerable<JsonObject> records, KantataCollection collection, KantataQuery query)
    {
        string[] order = (query.Text("order") ?? collection.DefaultOrder).Split(':');
        if (!collection.Sorts.Contains(order[0]))
            order = collection.DefaultOrder.Split(':');
        string member = order[0];
        bool descending = order is [_, "desc"];
        IComparer<JsonObject> comparer = Comparer<JsonObject>.Create((a, b) => Compare(a, b, member));
        IOrderedEnumerable<JsonObject> sorted = descending ? records.OrderByDescending(static r => r, comparer) : records.OrderBy(static r => r, comparer);
        return sorted.ThenBy(static record => long.Parse(Id(record)!, CultureInfo.InvariantCulture));
    }

    private static int Compare(JsonObject a, JsonObject b, string member) =>
        member.EndsWith("_at", StringComparison.Ordinal)
            ? Nullable.Compare(Moment(a, member), Moment(b, member))
            : string.CompareOrdinal(a[member]?.ToString(), b[member]?.ToString());

    private JsonObject Envelope(KantataCollection collection, KantataQuery query, List<JsonObject> page, int count)
    {
        int perPage = query.PerPage;
        var results = new JsonArray();
        foreach (JsonObject record in page)
            results.Add((JsonNode)new JsonObject { ["key"] = collection.Name, ["id"] = Id(record) });
        var maps = new Dictionary<string, SortedDictionary<string, JsonObject>>(StringComparer.Ordinal) { [collection.Name] = NewMap() };
        foreach (JsonObject record in page)
            maps[collection.Name][Id(record)!] = record;
        foreach (string include in query.List("include") ?? [])
        {
            if (!collection.Includes.TryGetValue(include, out KantataAssociation? association))
                continue;
            maps.TryAdd(association.Collection, NewMap());
            foreach (string id in page.SelectMany(record => Ids(record[association.ForeignKey])))
            {
                if (_tables[association.Collection].Find(other => Id(other) == id) is { } other)
                    maps[association.Collection][id] = other;
            }
        }

        var envelope = new JsonObject
        {
            ["count"] = count,
            ["meta"] = new JsonObject
            {
                ["count"] = count,
                ["page_count"] = (count + perPage - 1) / perPage,
                ["page_number"] = count == 0 ? 0 : query.Page,
                ["page_size"] = perPage,
            },
            ["results"] = results,
        };
        foreach ((string name, SortedDictionary<string, JsonObject> records) in maps)
        {
            var map = new JsonObject();
            foreach ((string id, JsonObject record) in records)
                map[id] = Visible(KantataCollection.All[name], record);
            envelope[name] = map;
        }

        return envelope;

        // The order of a map is not that of the results: here the ids stand backwards as texts.
        static SortedDictionary<string, JsonObject> NewMap() => new(Comparer<string>.Create(static (a, b) => string.CompareOrdinal(b, a)));
    }

    private JsonObject Visible(KantataCollection collection, JsonObject record)
    {
        JsonObject copy = record.DeepClone().AsObject();
        copy["id"] = Id(record);
        if (!HasFinancialAccess)
        {
            foreach (string member in collection.GatedMembers)
                copy.Remove(member);
        }

        return copy;
    }

    private static IEnumerable<string> Ids(JsonNode? node) => node switch
    {
        JsonArray array => array.OfType<JsonNode>().Select(static id => id.ToString()),
        null => [],
        _ => [node.ToString()],
    };

    private static string? Id(JsonObject record) => record["id"]?.ToString();

    private static bool IsTrue(JsonObject record, string member) => record[member] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    private static DateTimeOffset? Moment(JsonObject record, string member) =>
        DateTimeOffset.TryParse(record[member]?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset moment) ? moment : null;

    private static JsonObject Error(string type, string message, string? field = null)
    {
        var error = new JsonObject { ["type"] = type, ["message"] = message };
        if (field is not null)
            error["field"] = field;
        return error;
    }

    private static Task ErrorAsync(HttpContext context, int status, params JsonObject[] errors) =>
        WriteAsync(context, status, new JsonObject { ["errors"] = new JsonArray([.. errors]) });

    private static Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
