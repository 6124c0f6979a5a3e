using System.Net;
using System.Text.Json;

namespace Canonical.Testing.Tests.NetSuite;

public sealed class NetSuiteSandboxRecordTests
{
    private const string Acme = """{"entityId":"C-1","companyName":"Acme","subsidiary":{"id":"1"},"currency":"4","phone":"+1 555 0100"}""";

    [Fact]
    public async Task Post_ValidCustomer_Answers204WithLocationAndNoBody()
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            using HttpResponseMessage response = await client.SendAsync("POST", "customer", Acme);

            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.Matches("/services/rest/record/v1/customer/[0-9]+$", response.Headers.Location!.AbsoluteUri);
            Assert.Single(response.Headers.GetValues("x-netsuite-jobid"));
            Assert.Single(response.Headers.GetValues("x-n-operationid"));
        }
    }

    [Fact]
    public async Task Get_Customer_GivesSelectsAsObjectsAndLeavesNullsOut()
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            string id = sandbox.AddRecord("customer", Acme);
            using HttpResponseMessage response = await client.SendAsync("GET", "customer/" + id);
            JsonElement body = await SandboxClient.ReadAsync(response);

            Assert.Equal("application/vnd.oracle.resource+json; type=singular; charset=UTF-8", response.Content.Headers.ContentType!.ToString());
            Assert.Equal(id, body.GetProperty("id").GetString());
            Assert.Equal("4", body.GetProperty("currency").GetProperty("id").GetString());
            Assert.Equal("Euro", body.GetProperty("currency").GetProperty("refName").GetString());
            Assert.EndsWith("/currency/4", body.GetProperty("currency").GetProperty("links")[0].GetProperty("href").GetString(), StringComparison.Ordinal);
            Assert.False(body.TryGetProperty("email", out _));
            Assert.False(body.TryGetProperty("externalId", out _));
            Assert.True(body.GetProperty("addressBook").TryGetProperty("links", out _));
            Assert.Equal("links", body.EnumerateObject().First().Name);
        }
    }

    [Fact]
    public async Task Put_SameExternalIdTwice_MakesOneRecordAndBothAnswersLookAlike()
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            using HttpResponseMessage first = await client.SendAsync("PUT", "customer/eid:CUST-1", Acme);
            using HttpResponseMessage second = await client.SendAsync("PUT", "customer/eid:cust-1", """{"phone":"+1 555 0199"}""");

            Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
            Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);
            Assert.Equal(first.Headers.Location, second.Headers.Location);
            NetSuiteSandboxRecord record = Assert.Single(sandbox.GetRecords("customer"));
            Assert.Equal("+1 555 0199", record.Fields["phone"]);
            Assert.Equal("Acme", record.Fields["companyName"]);
        }
    }

    [Fact]
    public async Task Patch_NullClearsAndAbsentStays()
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            string id = sandbox.AddRecord("customer", Acme);
            using HttpResponseMessage response = await client.SendAsync("PATCH", "customer/" + id, """{"phone":null,"email":"a@example.com"}""");

            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
            NetSuiteSandboxRecord record = sandbox.FindRecord("customer", id)!;
            Assert.False(record.Fields.ContainsKey("phone"));
            Assert.Equal("a@example.com", record.Fields["email"]);
            Assert.Equal("Acme", record.Fields["companyName"]);
        }
    }

    [Theory]
    [InlineData(null, HttpStatusCode.NoContent)]
    [InlineData("Warning", HttpStatusCode.NoContent)]
    [InlineData("Ignore", HttpStatusCode.NoContent)]
    [InlineData("Error", HttpStatusCode.BadRequest)]
    public async Task Patch_UnknownField_FollowsPropertyNameValidation(string? validation, HttpStatusCode expected)
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            string id = sandbox.AddRecord("customer", Acme);
            using HttpResponseMessage response = await client.SendAsync("PATCH", "customer/" + id, """{"companyNane":"Typo"}""", validation);

            Assert.Equal(expected, response.StatusCode);
            Assert.Equal("Acme", sandbox.FindRecord("customer", id)!.Fields["companyName"]);
            Assert.Equal(validation is null or "Warning", response.Headers.Contains("Warning"));
        }
    }

    [Theory]
    [InlineData("customer", """{"companyName":"No subsidiary"}""", "USER_ERROR", null)]
    [InlineData("customer", """{"entityId":"C-2","companyName":"X","subsidiary":"99"}""", "INVALID_KEY_OR_REF", "subsidiary")]
    [InlineData("customer", """{"entityId":"C-2","companyName":"X","subsidiary":{"refName":"Europe"}}""", "INVALID_CONTENT", "subsidiary")]
    [InlineData("customer", """{"entityId":"C-2","companyName":5,"subsidiary":"1"}""", "INVALID_CONTENT", "companyName")]
    [InlineData("customer", """{"entityId":"c-1","companyName":"Taken","subsidiary":"1"}""", "USER_ERROR", null)]
    [InlineData("customer", """{"companyName":"Taken","subsidiary":"1","externalId":"cust-1"}""", "USER_ERROR", null)]
    [InlineData("job", """{"companyName":"Taken by a customer","subsidiary":"1","parent":"101","externalId":"CUST-1"}""", "USER_ERROR", null)]
    [InlineData("job", """{"companyName":"Other subsidiary","subsidiary":"2","parent":"101"}""", "INVALID_KEY_OR_REF", "subsidiary")]
    [InlineData("job", """{"companyName":"No such customer","subsidiary":"1","parent":"4711"}""", "INVALID_KEY_OR_REF", "parent")]
    [InlineData("job", """{"companyName":"Bad day","subsidiary":"1","parent":"101","startDate":"12/31/2026"}""", "INVALID_CONTENT", "startDate")]
    [InlineData("job", """{"companyName":"Bad status","subsidiary":"1","parent":"101","entityStatus":"9"}""", "INVALID_KEY_OR_REF", "entityStatus")]
    [InlineData("customer", "[]", "INVALID_CONTENT", null)]
    [InlineData("customer", "{", "INVALID_CONTENT", null)]
    public async Task Post_BadRecord_Answers400WithCodeAndPath(string type, string json, string code, string? path)
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            string id = sandbox.AddRecord("customer", Acme.Replace("{\"entityId\"", "{\"externalId\":\"CUST-1\",\"entityId\"", StringComparison.Ordinal));
            Assert.Equal("101", id);
            using HttpResponseMessage response = await client.SendAsync("POST", type, json);

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("application/vnd.oracle.resource+json; type=error; charset=UTF-8", response.Content.Headers.ContentType!.ToString());
            JsonElement detail = (await SandboxClient.ReadAsync(response)).GetProperty("o:errorDetails")[0];
            Assert.Equal(code, detail.GetProperty("o:errorCode").GetString());
            Assert.Equal(path, detail.TryGetProperty("o:errorPath", out JsonElement p) ? p.GetString() : null);
            Assert.Single(sandbox.GetRecords("customer"));
            Assert.Empty(sandbox.GetRecords("job"));
        }
    }

    [Fact]
    public async Task Get_UnknownIdAndUnknownType_Answer404()
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            string id = sandbox.AddRecord("customer", """{"externalId":"CUST-1","companyName":"Acme","subsidiary":"1"}""");
            using HttpResponseMessage missing = await client.SendAsync("GET", "customer/999999");
            using HttpResponseMessage otherType = await client.SendAsync("GET", "job/eid:CUST-1");
            using HttpResponseMessage unknown = await client.SendAsync("GET", "file/" + id);

            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
            Assert.Equal("NONEXISTENT_ID", await SandboxClient.CodeAsync(missing));
            Assert.Equal(HttpStatusCode.NotFound, otherType.StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
            Assert.Equal("/services/rest/record/v1/file/" + id, (await SandboxClient.ReadAsync(unknown)).GetProperty("o:errorDetails")[0].GetProperty("o:errorUrl").GetString());
        }
    }

    [Fact]
    public async Task Delete_CustomerWithProject_IsRefusedUntilTheProjectIsGone()
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            string customer = sandbox.AddRecord("customer", Acme);
            string job = sandbox.AddRecord("job", $$"""{"companyName":"Roll-out","subsidiary":"1","parent":"{{customer}}"}""");
            using HttpResponseMessage refused = await client.SendAsync("DELETE", "customer/" + customer);
            using HttpResponseMessage first = await client.SendAsync("DELETE", "job/" + job);
            using HttpResponseMessage second = await client.SendAsync("DELETE", "customer/" + customer);

            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
            Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);
            Assert.Empty(sandbox.GetRecords("customer"));
        }
    }

    [Fact]
    public async Task Put_WithoutExternalId_Answers405()
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            string id = sandbox.AddRecord("customer", Acme);
            using HttpResponseMessage response = await client.SendAsync("PUT", "customer/" + id, "{}");

            Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        }
    }

    // 58 rows by 5 is the recorded page: the last link says 10, right would be 55.
    [Theory]
    [InlineData(58, 5, 58, 10)]
    [InlineData(1010, 1, 1000, 999)]
    public async Task List_ManyRecords_CapsTheTotalAndLinksLastWrongly(int count, int limit, int total, int lastOffset)
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            for (int i = 0; i < count; i++)
                sandbox.AddRecord("customer", """{"companyName":"Acme","subsidiary":"1"}""");
            JsonElement page = await client.GetJsonAsync($"customer?limit={limit}");

            Assert.Equal(total, page.GetProperty("totalResults").GetInt32());
            Assert.Equal(limit, page.GetProperty("count").GetInt32());
            Assert.True(page.GetProperty("hasMore").GetBoolean());
            Assert.EndsWith($"customer?limit={limit}&offset={limit}", Link(page, "next"), StringComparison.Ordinal);
            Assert.EndsWith($"customer?limit={limit}&offset={lastOffset}", Link(page, "last"), StringComparison.Ordinal);
            JsonElement item = page.GetProperty("items")[0];
            Assert.Equal(["links", "id"], item.EnumerateObject().Select(p => p.Name));
        }
    }

    [Fact]
    public async Task List_AllPages_GivesEachRecordOnce()
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            List<string> expected = [];
            for (int i = 0; i < 23; i++)
                expected.Add(sandbox.AddRecord("customer", """{"companyName":"Acme","subsidiary":"1"}"""));
            List<string> seen = [];
            string? next = "customer?limit=5";
            while (next is not null)
            {
                JsonElement page = await client.GetJsonAsync(next);
                seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
                next = Link(page, "next")?.Split("/v1/")[1];
            }

            Assert.Equal(expected.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
            Assert.NotEqual(expected, seen);
        }
    }

    [Fact]
    public async Task Get_WithFields_GivesThoseOnly()
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            string id = sandbox.AddRecord("customer", Acme);
            JsonElement body = await client.GetJsonAsync($"customer/{id}?fields=entityId");

            Assert.Equal(["links", "entityId", "id"], body.EnumerateObject().Select(p => p.Name));
        }
    }

    [Fact]
    public async Task OccupyCalls_OverTheLimit_Answers429UntilReleased()
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            using (sandbox.OccupyCalls(NetSuiteSandboxOptions.DefaultConcurrencyLimit))
            {
                using HttpResponseMessage refused = await client.SendAsync("GET", "currency");
                Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
                Assert.Equal("CONCURRENCY_LIMIT_EXCEEDED", await SandboxClient.CodeAsync(refused));
                Assert.False(refused.Headers.Contains("Retry-After"));
            }

            using HttpResponseMessage taken = await client.SendAsync("GET", "currency");
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }
    }

    [Fact]
    public async Task Restore_RecordsOfAnEarlierSandbox_AreThereWithTheirIds()
    {
        await using var earlier = new NetSuiteSandbox();
        string customer = earlier.AddRecord("customer", """{"externalId":"CUST-1","companyName":"Acme","subsidiary":"1"}""");
        earlier.AddRecord("job", $$"""{"externalId":"JOB-1","companyName":"Roll-out","subsidiary":"1","parent":"{{customer}}"}""");
        byte[] memory = earlier.Snapshot();
        await using var later = new NetSuiteSandbox();
        later.Restore(memory);
        string added = later.AddRecord("customer", """{"companyName":"Next","subsidiary":"1"}""");

        NetSuiteSandboxRecord restored = later.FindRecord("customer", "eid:CUST-1")!;
        Assert.Equal(customer, restored.Id);
        Assert.Equal(earlier.FindRecord("customer", customer)!.Fields, restored.Fields);
        Assert.Equal(customer, later.FindRecord("job", "eid:JOB-1")!.Fields["parent"]);
        Assert.Equal(2, later.GetRecords("customer").Select(r => r.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.NotEqual("102", added);
        Assert.NotEqual(restored.Fields["entityId"], later.FindRecord("customer", added)!.Fields["entityId"]);
    }

    private static string? Link(JsonElement page, string rel) => page.GetProperty("links").EnumerateArray()
        .Where(l => l.GetProperty("rel").GetString() == rel)
        .Select(l => l.GetProperty("href").GetString())
        .FirstOrDefault();
}
