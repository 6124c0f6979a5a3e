using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

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
        JsonElement seen = await RunAsync(sandbox, key);

        Assert.Equal(sandbox.BaseAddress.ToString().TrimEnd('/'), seen.GetProperty("instanceUrl").GetString());
        JsonElement paged = Ok(seen, "paged");
        Assert.Equal(SalesforceTestOrg.Accounts + 2, paged.GetProperty("totalSize").GetInt32());
        string[] names = [.. paged.GetProperty("names").EnumerateArray().Select(n => n.GetString()!)];
        Assert.Equal(SalesforceTestOrg.Accounts + 2, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(["Küche & Söhne", "Many contacts"], names[^2..]);

        JsonElement[] won = [.. Ok(seen, "parents").EnumerateArray()];
        Assert.Equal(2, won.Length);
        Assert.Equal(15000m, won[0].GetProperty("Amount").GetDecimal());
        Assert.Equal("2026-02-27", won[0].GetProperty("CloseDate").GetString());
        Assert.Equal("Küche & Söhne", won[0].GetProperty("Account").GetProperty("Name").GetString());
        Assert.Equal(JsonValueKind.Null, won[1].GetProperty("Account").ValueKind);
        Assert.Equal(3, Ok(seen, "built").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, Ok(seen, "children")[0].GetProperty("Opportunities").ValueKind);
        Assert.Equal(SalesforceTestOrg.Accounts + 2, Ok(seen, "count").GetInt32());
        Assert.Equal(["ERP_Id__c", "Legacy_Id__c"], Ok(seen, "describe").EnumerateArray().Select(f => f.GetString()));

        Assert.True(Ok(seen, "created").GetProperty("success").GetBoolean());
        Assert.Equal("Made by jsforce", Ok(seen, "retrieved").GetProperty("Name").GetString());
        Assert.True(Ok(seen, "updated").GetProperty("success").GetBoolean());
        Assert.True(Ok(seen, "destroyed").GetProperty("success").GetBoolean());
        Assert.Equal("ENTITY_IS_DELETED", Code(seen, "gone"));
        Assert.True(Ok(seen, "upsertNew").GetProperty("created").GetBoolean());
        Assert.False(Ok(seen, "upsertOld").GetProperty("created").GetBoolean());
        Assert.Equal("MULTIPLE_CHOICES", Code(seen, "upsertSeveral"));

        Assert.Equal("INVALID_FIELD", Code(seen, "noSuchField"));
        Assert.Equal("INVALID_TYPE", Code(seen, "noSuchObject"));
        Assert.Equal("MALFORMED_QUERY", Code(seen, "malformed"));
        Assert.Equal("REQUIRED_FIELD_MISSING", Code(seen, "required"));
        Assert.Equal(SalesforceSandboxOptions.DefaultDailyApiRequests, Ok(seen, "limits").GetProperty("DailyApiRequests").GetProperty("Max").GetInt32());
        Assert.Equal(SalesforceSandboxOptions.DefaultDailyApiRequests, seen.GetProperty("usage").GetProperty("apiUsage").GetProperty("limit").GetInt32());
        CheckManyAndBulk(seen);
    }

    private static void CheckManyAndBulk(JsonElement seen)
    {
        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"Child {i}"), Ok(seen, "childPages").EnumerateArray().Select(n => n.GetString()));
        JsonElement[] groups = [.. Ok(seen, "grouped").EnumerateArray()];
        Assert.Equal(["Closed Won", "Prospecting"], groups.Select(g => g.GetProperty("StageName").GetString()));
        Assert.Equal(2, groups[0].GetProperty("n").GetInt32());
        Assert.Equal(15012.5m, groups[0].GetProperty("expr0").GetDecimal());

        Assert.Equal("ok, REQUIRED_FIELD_MISSING, ok", Codes(Ok(seen, "createMany")));
        Assert.Equal("ok, ok, REQUIRED_FIELD_MISSING", Codes(Ok(seen, "upsertMany")));
        Assert.Equal([false, true], Ok(seen, "upsertMany").EnumerateArray().Take(2).Select(r => r.GetProperty("created").GetBoolean()));
        Assert.Equal("ALL_OR_NONE_OPERATION_ROLLED_BACK, REQUIRED_FIELD_MISSING", Codes(Ok(seen, "allOrNone")));
        Assert.Equal(["Many 1", "Many 3"], Ok(seen, "retrieveMany").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal("ok, NOT_FOUND", Codes(Ok(seen, "destroyMany")));
        Assert.EndsWith(":00.000+0000", Ok(seen, "updated30").GetString(), StringComparison.Ordinal);
        Assert.Equal([201, 201], Ok(seen, "composite").GetProperty("compositeResponse").EnumerateArray().Select(p => p.GetProperty("httpStatusCode").GetInt32()));

        JsonElement bulk = Ok(seen, "bulkUpsert");
        Assert.Equal(["B-1", "M-1"], bulk.GetProperty("successfulResults").EnumerateArray().Select(r => r.GetProperty("ERP_Id__c").GetString()).Order(StringComparer.Ordinal));
        JsonElement failed = Assert.Single(bulk.GetProperty("failedResults").EnumerateArray());
        Assert.Equal("B-3", failed.GetProperty("ERP_Id__c").GetString());
        Assert.StartsWith("REQUIRED_FIELD_MISSING", failed.GetProperty("sf__Error").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, bulk.GetProperty("unprocessedRecords").GetArrayLength());
        JsonElement[] rows = [.. Ok(seen, "bulkQuery").EnumerateArray()];
        Assert.Equal(["Bulk \"one\"\nand more", "Many 1"], rows.Select(r => r.GetProperty("Name").GetString()));
        Assert.Equal("a,b", rows[0].GetProperty("Site").GetString());
        // #N/A emptied it, and the empty name left the name alone.
        Assert.Equal("", rows[1].GetProperty("Site").ToString());
        Assert.Equal("API_ERROR", Code(seen, "bulkRefused"));
    }

    private static string Codes(JsonElement rows) =>
        string.Join(", ", rows.EnumerateArray().Select(r => r.GetProperty("success").GetBoolean() ? "ok" : r.GetProperty("errors")[0].GetProperty("statusCode").GetString()));

    private static JsonElement Ok(JsonElement seen, string step) =>
        seen.GetProperty(step).TryGetProperty("ok", out JsonElement ok) ? ok : throw new InvalidOperationException($"{step}: {seen.GetProperty(step)}");

    private static string? Code(JsonElement seen, string step) =>
        seen.GetProperty(step).TryGetProperty("errorCode", out JsonElement code) ? code.GetString() : throw new InvalidOperationException($"{step}: {seen.GetProperty(step)}");

    private static async Task<JsonElement> RunAsync(SalesforceSandbox sandbox, RSA key)
    {
        string folder = Path.Combine(Root(), "tests", "Canonical.Testing.Tests", "Salesforce", "jsforce");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "jsforce")))
        {
            (int exit, _, string problem) = await RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder, "");
            Assert.SkipWhen(exit != 0, $"jsforce could not be installed (npm ci ended with {exit}), perhaps there is no registry: the sandbox was not checked with it. {problem}");
        }

        var input = new JsonObject
        {
            ["loginUrl"] = sandbox.BaseAddress.ToString().TrimEnd('/'),
            ["clientId"] = SalesforceSandboxOptions.DefaultClientId,
            ["username"] = SalesforceSandboxOptions.DefaultUsername,
            ["audience"] = "https://login.salesforce.com",
            ["privateKey"] = key.ExportPkcs8PrivateKeyPem(),
        };
        (int code, string output, string error) = await RunAsync("node", ["client.mjs"], folder, input.ToJsonString());
        Assert.True(code == 0, $"client.mjs ended with {code}: {error}");
        using JsonDocument seen = JsonDocument.Parse(output);
        return seen.RootElement.Clone();
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string program, string[] arguments, string folder, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not on this machine: the sandbox was not checked with jsforce.");
        }

        using (process)
        {
            CancellationToken cancellation = TestContext.Current.CancellationToken;
            await process!.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output, await error);
        }
    }

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Canonical.Sdk.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
