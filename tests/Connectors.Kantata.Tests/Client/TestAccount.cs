using System.Globalization;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Kantata.Tests;

/// <summary>A sandbox with clients that do not wait between tries.</summary>
internal sealed class TestAccount : IAsyncDisposable
{
    public const string Token = "token-of-one-user";
    public const string Account = "5457855";

    private readonly List<KantataClient> _clients = [];

    private TestAccount(KantataSandbox sandbox) => Sandbox = sandbox;

    public KantataSandbox Sandbox { get; }

    public static async Task<TestAccount> StartAsync()
    {
        var sandbox = new KantataSandbox(Token);
        sandbox.Add("workspace_groups", """{"id":"70","name":"Initech","company":true,"created_at":"2020-01-01T00:00:00Z","updated_at":"2020-01-01T00:00:00Z"}""");
        sandbox.Add("workspace_groups", """{"id":"71","name":"0.All_Active","company":false,"created_at":"2020-01-01T00:00:00Z","updated_at":"2020-01-01T00:00:00Z"}""");
        sandbox.Add("workspace_groups", """{"id":"72","name":"Globex","company":true,"created_at":"2020-01-01T00:00:00Z","updated_at":"2020-01-01T00:00:00Z"}""");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        return new TestAccount(sandbox);
    }

    /// <summary>A workspace as recordings have them; <paramref name="more"/> replaces or adds members.</summary>
    public TestAccount AddWorkspace(int id, string more = "{}")
    {
        var record = System.Text.Json.Nodes.JsonNode.Parse($$"""
            {"id":"{{id}}","title":"Website {{id}}","account_id":415,"archived":false,"description":"","due_date":"2026-06-30","effective_due_date":"2026-06-30","start_date":"",
             "updated_at":"2026-01-08T09:53:29-07:00","created_at":"{{Moment(id)}}","percentage_complete":25,"default_rate":"200.00","currency":"USD","currency_symbol":"$",
             "currency_base_unit":100,"tasks_default_non_billable":false,"stories_are_fixed_fee_by_default":false,"rate_card_id":331,"price":"$44,250","price_in_cents":4425050,
             "budget_used":"$17,103","budget_used_in_cents":1710300,"status":{"color":"green","key":300,"message":"Active"},"creator_id":"2545","primary_maven_id":"2545",
             "primary_workspace_group_id":"70","workspace_group_ids":["70","71"]}
            """)!.AsObject();
        foreach ((string name, System.Text.Json.Nodes.JsonNode? value) in System.Text.Json.Nodes.JsonNode.Parse(more)!.AsObject())
            record[name] = value?.DeepClone();
        Sandbox.Add("workspaces", record.ToJsonString());
        return this;
    }

    public TestAccount AddTimeEntry(int id, int minutes = 90, string more = "{}")
    {
        var record = System.Text.Json.Nodes.JsonNode.Parse($$"""
            {"id":"{{id}}","created_at":"{{Moment(id)}}","updated_at":"2026-01-09T23:30:00-07:00","date_performed":"2026-01-09","time_in_minutes":{{minutes}},"billable":true,
             "notes":"","rate_in_cents":12550,"cost_rate_in_cents":null,"currency":"USD","currency_symbol":"$","currency_base_unit":100,"approved":false,"is_invoiced":false,
             "story_id":null,"workspace_id":"1","user_id":"2545"}
            """)!.AsObject();
        foreach ((string name, System.Text.Json.Nodes.JsonNode? value) in System.Text.Json.Nodes.JsonNode.Parse(more)!.AsObject())
            record[name] = value?.DeepClone();
        Sandbox.Add("time_entries", record.ToJsonString());
        return this;
    }

    public KantataClient Client(string token = Token, int pageSize = KantataOptions.MaxPageSize)
    {
        var options = new KantataOptions
        {
            BaseAddress = Sandbox.ApiAddress,
            Account = Account,
            PageSize = pageSize,
            Resilience = new ResilienceOptions { RetryDelay = TimeSpan.FromMilliseconds(1) },
        };
        KantataClient client = KantataClient.Create(options, new FixedToken(token));
        _clients.Add(client);
        return client;
    }

    public static async Task<List<Page<T>>> ReadAsync<T>(Func<CancellationToken, IAsyncEnumerable<Page<T>>> read)
    {
        List<Page<T>> pages = [];
        await foreach (Page<T> page in read(TestContext.Current.CancellationToken))
            pages.Add(page);
        return pages;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (KantataClient client in _clients)
            client.Dispose();
        await Sandbox.DisposeAsync();
    }

    // In the order of their ids, in a zone that is not UTC.
    private static string Moment(int id) =>
        new DateTimeOffset(2025, 12, 1, 8, 0, 0, TimeSpan.FromHours(-8)).AddMinutes(id).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    public sealed class FixedToken(string token) : IAccessTokenSource
    {
        public ValueTask<AccessToken> RequestTokenAsync(CancellationToken cancellationToken = default) => new(new AccessToken(token));
    }
}
