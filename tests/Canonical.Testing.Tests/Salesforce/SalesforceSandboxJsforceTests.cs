using System.Security.Cryptography;
using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>The sandbox seen by jsforce, the client that most of the world uses and that we did not write.</summary>
public sealed class SalesforceSandboxJsforceTests
{
    [Fact]
    public async Task Jsforce_LogsInQueriesAndWrites_SeesASalesforceOrg()
    {
        RSA key = SalesforceTestOrg.Key;
        SalesforceSandboxOptions options = SalesforceTestOrg.Options(key);
        options.ChildPageSize = 3;
        await using SalesforceSandbox sandbox = await SalesforceTestOrg.StartAsync(options);
        // Not among the accounts that are counted by name.
        string many = sandbox.Seed("Account", """{"Name":"Many contacts"}""");
        for (int i = 0; i < 8; i++)
            sandbox.Seed("Contact", $$"""{"LastName":"Child {{i}}","AccountId":"{{many}}"}""");
        JsonElement seen = await NodeScript.RunAsync("jsforce", "client.mjs", sandbox, key);

        Assert.Equal(sandbox.BaseAddress.ToString().TrimEnd('/'), seen.GetProperty("instanceUrl").GetString());
        JsonElement paged = NodeScript.Ok(seen, "paged");
        Assert.Equal(SalesforceTestOrg.Accounts + 2, paged.GetProperty("totalSize").GetInt32());
        string[] names = [.. paged.GetProperty("names").EnumerateArray().Select(n => n.GetString()!)];
        Assert.Equal(SalesforceTestOrg.Accounts + 2, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(["Küche & Söhne", "Many contacts"], names[^2..]);

        JsonElement[] won = [.. NodeScript.Ok(seen, "parents").EnumerateArray()];
        Assert.Equal(2, won.Length);
        Assert.Equal(15000m, won[0].GetProperty("Amount").GetDecimal());
        Assert.Equal("2026-02-27", won[0].GetProperty("CloseDate").GetString());
        Assert.Equal("Küche & Söhne", won[0].GetProperty("Account").GetProperty("Name").GetString());
        Assert.Equal(JsonValueKind.Null, won[1].GetProperty("Account").ValueKind);
        Assert.Equal(3, NodeScript.Ok(seen, "built").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, NodeScript.Ok(seen, "children")[0].GetProperty("Opportunities").ValueKind);
        Assert.Equal(SalesforceTestOrg.Accounts + 2, NodeScript.Ok(seen, "count").GetInt32());
        Assert.Equal(["ERP_Id__c", "Legacy_Id__c"], NodeScript.Ok(seen, "describe").EnumerateArray().Select(f => f.GetString()));

        Assert.True(NodeScript.Ok(seen, "created").GetProperty("success").GetBoolean());
        Assert.Equal("Made by jsforce", NodeScript.Ok(seen, "retrieved").GetProperty("Name").GetString());
        Assert.True(NodeScript.Ok(seen, "updated").GetProperty("success").GetBoolean());
        Assert.True(NodeScript.Ok(seen, "destroyed").GetProperty("success").GetBoolean());
        Assert.Equal("ENTITY_IS_DELETED", NodeScript.Code(seen, "gone"));
        Assert.True(NodeScript.Ok(seen, "upsertNew").GetProperty("created").GetBoolean());
        Assert.False(NodeScript.Ok(seen, "upsertOld").GetProperty("created").GetBoolean());
        Assert.Equal("MULTIPLE_CHOICES", NodeScript.Code(seen, "upsertSeveral"));

        Assert.Equal("INVALID_FIELD", NodeScript.Code(seen, "noSuchField"));
        Assert.Equal("INVALID_TYPE", NodeScript.Code(seen, "noSuchObject"));
        Assert.Equal("MALFORMED_QUERY", NodeScript.Code(seen, "malformed"));
        Assert.Equal("REQUIRED_FIELD_MISSING", NodeScript.Code(seen, "required"));
        Assert.Equal(SalesforceSandboxOptions.DefaultDailyApiRequests, NodeScript.Ok(seen, "limits").GetProperty("DailyApiRequests").GetProperty("Max").GetInt32());
        Assert.Equal(SalesforceSandboxOptions.DefaultDailyApiRequests, seen.GetProperty("usage").GetProperty("apiUsage").GetProperty("limit").GetInt32());
        CheckManyAndBulk(seen);
    }

    private static void CheckManyAndBulk(JsonElement seen)
    {
        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"Child {i}"), NodeScript.Ok(seen, "childPages").EnumerateArray().Select(n => n.GetString()));
        JsonElement[] groups = [.. NodeScript.Ok(seen, "grouped").EnumerateArray()];
        Assert.Equal(["Closed Won", "Prospecting"], groups.Select(g => g.GetProperty("StageName").GetString()));
        Assert.Equal(2, groups[0].GetProperty("n").GetInt32());
        Assert.Equal(15012.5m, groups[0].GetProperty("expr0").GetDecimal());

        Assert.Equal("ok, REQUIRED_FIELD_MISSING, ok", NodeScript.Codes(NodeScript.Ok(seen, "createMany")));
        Assert.Equal("ok, ok, REQUIRED_FIELD_MISSING", NodeScript.Codes(NodeScript.Ok(seen, "upsertMany")));
        Assert.Equal([false, true], NodeScript.Ok(seen, "upsertMany").EnumerateArray().Take(2).Select(r => r.GetProperty("created").GetBoolean()));
        Assert.Equal("ALL_OR_NONE_OPERATION_ROLLED_BACK, REQUIRED_FIELD_MISSING", NodeScript.Codes(NodeScript.Ok(seen, "allOrNone")));
        Assert.Equal(["Many 1", "Many 3"], NodeScript.Ok(seen, "retrieveMany").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal("ok, NOT_FOUND", NodeScript.Codes(NodeScript.Ok(seen, "destroyMany")));
        Assert.EndsWith(":00.000+0000", NodeScript.Ok(seen, "updated30").GetString(), StringComparison.Ordinal);
        Assert.Equal([201, 201], NodeScript.Ok(seen, "composite").GetProperty("compositeResponse").EnumerateArray().Select(p => p.GetProperty("httpStatusCode").GetInt32()));

        JsonElement bulk = NodeScript.Ok(seen, "bulkUpsert");
        Assert.Equal(["B-1", "M-1"], bulk.GetProperty("successfulResults").EnumerateArray().Select(r => r.GetProperty("ERP_Id__c").GetString()).Order(StringComparer.Ordinal));
        JsonElement failed = Assert.Single(bulk.GetProperty("failedResults").EnumerateArray());
        Assert.Equal("B-3", failed.GetProperty("ERP_Id__c").GetString());
        Assert.StartsWith("REQUIRED_FIELD_MISSING", failed.GetProperty("sf__Error").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, bulk.GetProperty("unprocessedRecords").GetArrayLength());
        JsonElement[] rows = [.. NodeScript.Ok(seen, "bulkQuery").EnumerateArray()];
        Assert.Equal(["Bulk \"one\"\nand more", "Many 1"], rows.Select(r => r.GetProperty("Name").GetString()));
        Assert.Equal("a,b", rows[0].GetProperty("Site").GetString());
        // #N/A emptied it, and the empty name left the name alone.
        Assert.Equal("", rows[1].GetProperty("Site").ToString());
        Assert.Equal("API_ERROR", NodeScript.Code(seen, "bulkRefused"));
    }
}
