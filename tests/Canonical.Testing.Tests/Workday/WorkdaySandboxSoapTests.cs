using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Testing.Tests.Workday;

/// <summary>The sandbox seen by the npm package soap, a general SOAP client that we did not write: it reads the WSDL, signs with WS-Security and parses the answers by itself.</summary>
public sealed class WorkdaySandboxSoapTests
{
    [Fact]
    public async Task Soap_ReadsPagesKeysAndFaults_SeesAWorkdayTenant()
    {
        await using WorkdaySandbox sandbox = await WorkdayTestTenant.StartAsync(workers: 3);
        JsonElement seen = await RunAsync(sandbox);

        Assert.Matches("^20[0-9]{2}-", seen.GetProperty("timestamp").GetString());
        Assert.Equal(["1", "2"], Workers(seen, "first"));
        Assert.Equal(["3"], Workers(seen, "last"));
        JsonElement results = seen.GetProperty("last").GetProperty("ok").GetProperty("Response_Results");
        Assert.Equal(("3", "2", "1", "2"), (results.GetProperty("Total_Results").ToString(), results.GetProperty("Total_Pages").ToString(), results.GetProperty("Page_Results").ToString(), results.GetProperty("Page").ToString()));
        Assert.Equal((WorkdaySandbox.InitialTokens - 3).ToString(System.Globalization.CultureInfo.InvariantCulture), seen.GetProperty("tokens").GetString());
        Assert.Equal(["2"], Workers(seen, "byKey"));
        JsonElement unknown = seen.GetProperty("unknownKey");
        Assert.Equal("SOAP-ENV:Client.validationError", unknown.GetProperty("fault").GetString());
        Assert.Contains("/bsvc:Worker_Reference[1]", unknown.GetProperty("detail").GetRawText(), StringComparison.Ordinal);
        Assert.Equal("SOAP-ENV:Client.authenticationError", seen.GetProperty("wrongPassword").GetProperty("fault").GetString());
        Assert.Equal(500, seen.GetProperty("wrongPassword").GetProperty("status").GetInt32());
        Assert.Equal("SOAP-ENV:Client.validationError", seen.GetProperty("wrongService").GetProperty("fault").GetString());
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("wrongService").GetProperty("detail").ValueKind);
        Assert.Empty(sandbox.SchemaViolations);
    }

    private static IEnumerable<string?> Workers(JsonElement seen, string step)
    {
        if (!seen.GetProperty(step).TryGetProperty("ok", out JsonElement ok))
            throw new InvalidOperationException($"{step}: {seen.GetProperty(step)}");
        return [.. ok.GetProperty("Response_Data").GetProperty("Worker").EnumerateArray().Select(static worker =>
            worker.GetProperty("Worker_Reference").GetProperty("ID").EnumerateArray().Last().GetProperty("$value").GetString())];
    }

    private static Task<JsonElement> RunAsync(WorkdaySandbox sandbox)
    {
        string endpoint = new Uri(sandbox.BaseAddress, $"ccx/service/{WorkdayTestTenant.Tenant}/Human_Resources/v44.0").ToString();
        return NpmClient.RunAsync(Path.Combine("Workday", "soap"), "soap", "client.mjs", new JsonObject
        {
            ["wsdl"] = endpoint,
            ["wrongService"] = endpoint.Replace("Human_Resources", "Compensation", StringComparison.Ordinal),
            ["userName"] = $"{WorkdayTestTenant.User}@{WorkdayTestTenant.Tenant}",
            ["password"] = WorkdayTestTenant.Password,
            ["employee"] = "2",
        });
    }
}
