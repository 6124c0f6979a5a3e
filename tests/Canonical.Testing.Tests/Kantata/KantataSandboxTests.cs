using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Canonical.Testing.Tests.Kantata;

/// <summary>One test for each line of what a fake Kantata server must reproduce.</summary>
public sealed class KantataSandboxTests : IAsyncLifetime
{
    private const string Token = "t";
    private readonly KantataSandbox _sandbox = new(Token);
    private readonly HttpClient _http = new();

    public async ValueTask InitializeAsync()
    {
        for (int i = 1; i <= 250; i++)
            _sandbox.Add("time_entries", $$"""{"id":"{{i}}","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z","date_performed":"2026-01-{{(i % 28) + 1:00}}","approved":{{(i % 2 == 0 ? "true" : "false")}},"workspace_id":"{{(i <= 200 ? 1 : 2)}}","user_id":"7","story_id":null,"rate_in_cents":100}""");
        _sandbox.Add("workspaces", """{"id":"1","title":"Open","archived":false,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-02T00:00:00Z","price_in_cents":1,"primary_workspace_group_id":null}""");
        _sandbox.Add("workspaces", """{"id":"2","title":"Archived","archived":true,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-03T00:00:00Z","price_in_cents":1}""");
        _sandbox.Add("stories", """{"id":"10","title":"Parent","workspace_id":"1","sub_story_ids":["11"],"updated_at":"2026-01-02T00:00:00Z"}""");
        _sandbox.Add("stories", """{"id":"11","title":"Child","workspace_id":"1","parent_id":"10","updated_at":"2026-01-01T00:00:00Z"}""");
        _sandbox.Add("users", """{"id":"7","full_name":"Parth"}""");
        await _sandbox.StartAsync(TestContext.Current.CancellationToken);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task List_SideLoadOfTheSameType_StandsInTheMapAndNotInTheResults()
    {
        JsonElement answer = await GetAsync("stories?include=sub_stories&only=10");

        Assert.Equal(["10"], Results(answer));
        Assert.Equal(["11", "10"], answer.GetProperty("stories").EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task List_Includes_HaveAKeyEvenWhenEmptyAndUnknownOnesAreIgnored()
    {
        JsonElement answer = await GetAsync("time_entries?include=user,story,nonsense&per_page=1");

        Assert.Single(answer.GetProperty("users").EnumerateObject());
        Assert.Empty(answer.GetProperty("stories").EnumerateObject());
        Assert.False(answer.TryGetProperty("nonsense", out _));
    }

    [Theory]
    [InlineData("per_page=1000", 200, 200)]
    [InlineData("per_page=0", 20, 20)]
    [InlineData("", 20, 20)]
    [InlineData("limit=5", 20, 20)]
    public async Task List_PageSize_IsCappedAndDefaultedWithoutAWord(string query, int rows, int pageSize)
    {
        JsonElement answer = await GetAsync($"time_entries?from_archived_workspaces=true&{query}");

        Assert.Equal(rows, Results(answer).Count());
        Assert.Equal(pageSize, answer.GetProperty("meta").GetProperty("page_size").GetInt32());
    }

    [Fact]
    public async Task List_BeyondTheEnd_KeepsTheCountAndIsEmpty()
    {
        JsonElement answer = await GetAsync("time_entries?page=99&from_archived_workspaces=true");

        Assert.Equal(250, answer.GetProperty("count").GetInt32());
        Assert.Empty(Results(answer));
    }

    [Fact]
    public async Task List_LimitAndOffset_WorkWithAMetaThatIsWrong()
    {
        JsonElement answer = await GetAsync("time_entries?limit=3&offset=4&order=created_at:asc&from_archived_workspaces=true");

        Assert.Equal(["5", "6", "7"], Results(answer));
        Assert.Equal(20, answer.GetProperty("meta").GetProperty("page_size").GetInt32());
    }

    [Fact]
    public async Task List_Only_IsNotPagedAndItsMetaMisleads()
    {
        string only = string.Join(',', Enumerable.Range(1, 150));

        JsonElement one = await GetAsync($"time_entries?only={only}");
        JsonElement two = await GetAsync($"time_entries?only={only},9999&page=2");

        Assert.Equal(Results(one), Results(two));
        Assert.Equal(150, Results(two).Count());
        Assert.Equal(8, two.GetProperty("meta").GetProperty("page_count").GetInt32());
    }

    [Fact]
    public async Task List_UnknownParameter_IsAllRows() =>
        Assert.Equal(250, (await GetAsync("time_entries?updated_afer=2099-01-01&from_archived_workspaces=true")).GetProperty("count").GetInt32());

    [Theory]
    [InlineData("approved=False")]
    [InlineData("approved=false")]
    [InlineData("approved=true")]
    public async Task List_ApprovedWithAnyValue_GivesTheApproved(string filter) =>
        Assert.Equal(125, (await GetAsync($"time_entries?from_archived_workspaces=true&{filter}")).GetProperty("count").GetInt32());

    [Theory]
    [InlineData("false", 1)]
    [InlineData("False", 2)]
    [InlineData("no", 2)]
    [InlineData("true", 2)]
    [InlineData("", 1)]
    public async Task List_BooleanInAnotherSpelling_IsTrue(string value, int expected) =>
        Assert.Equal(expected, (await GetAsync($"workspaces?include_archived={value}")).GetProperty("count").GetInt32());

    [Fact]
    public async Task Show_ArchivedWorkspace_IsNotFoundUnlessAskedFor()
    {
        Assert.Equal("Not found", (await GetAsync("workspaces/2", 404)).GetProperty("errors")[0].GetProperty("message").GetString());
        Assert.Equal(["2"], Results(await GetAsync("workspaces/2.json?include_archived=true")));
        Assert.Equal(200, (await GetAsync("time_entries")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task List_UnknownOrder_IsTheDefaultOne()
    {
        Assert.Equal(Results(await GetAsync("time_entries")), Results(await GetAsync("time_entries?order=nonsense:asc")));
        Assert.NotEqual(Results(await GetAsync("time_entries")), Results(await GetAsync("time_entries?order=created_at:asc")));
    }

    [Fact]
    public async Task List_WithoutFinancialAccess_LeavesMoneyOut()
    {
        _sandbox.HasFinancialAccess = false;

        JsonElement workspace = (await GetAsync("workspaces?only=1")).GetProperty("workspaces").GetProperty("1");

        Assert.False(workspace.TryGetProperty("price_in_cents", out _));
        Assert.True(workspace.TryGetProperty("title", out _));
    }

    [Fact]
    public async Task Call_WithoutTheToken_IsAnOauthErrorWithARequestId()
    {
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "other");

        using HttpResponseMessage response = await _http.GetAsync(new Uri(_sandbox.ApiAddress, "workspaces"), TestContext.Current.CancellationToken);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.True(response.Headers.Contains("x-request-id"));
        Assert.Contains("Invalid OAuth 2 Request", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", 400, "malformed JSON detected")]
    [InlineData("{}", 400, "syntax")]
    [InlineData("""{"time_entry":{"workspace_id":1}}""", 422, "\"field\":\"date_performed\"")]
    [InlineData("""{"time_entry":{"workspace_id":1,"date_performed":"2026-01-23","time_in_minutes":60}}""", 200, "\"results\":[{\"key\":\"time_entries\"")]
    public async Task Create_TimeEntry_AnswersLikeKantata(string body, int status, string part)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.PostAsync(new Uri(_sandbox.ApiAddress, "time_entries"), content, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(part, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task<JsonElement> GetAsync(string path, int status = 200)
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri(_sandbox.ApiAddress, path), TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        using JsonDocument json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        return json.RootElement.Clone();
    }

    private static IEnumerable<string?> Results(JsonElement answer) => answer.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("id").GetString());
}
