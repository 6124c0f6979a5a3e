using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>The sandbox seen by nforce, an older client that shares no code with jsforce: names in lower case, packed answers, tokens that heal.</summary>
public sealed class SalesforceSandboxNforceTests
{
    [Fact]
    public async Task Nforce_RecordsQueriesAndTokens_SeesASalesforceOrg()
    {
        await using var sandbox = new SalesforceSandbox(SalesforceTestOrg.Options(SalesforceTestOrg.Key));
        for (int i = 0; i < 450; i++)
            sandbox.Seed("Contact", $$"""{"LastName":"c{{i}}"}""");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        sandbox.Faults.Add(SalesforceFault.SessionNeverHeals(SalesforceOperation.Describe) with { PathContains = "/opportunitystage/" });
        JsonElement seen = await NodeScript.RunAsync("nforce", "client.mjs", sandbox, SalesforceTestOrg.Key);

        (string Step, string Json)[] expected =
        [
            ("refresh", "\"Bearer\""), ("identity", $"\"{SalesforceSandboxOptions.DefaultUsername}\""), ("resources", "true"), ("limits", "15000"), ("objects", "true"), ("describe", "\"Account\""), ("insert", "true"),
            ("get", "\"Made by nforce\""), ("update", "\"t\""), ("upsert", "true"), ("keyed", "[\"Keyed\"]"), ("all", "450"), ("remove", "1"), ("healed", "1"),
        ];
        Assert.Equal(expected, expected.Select(e => (e.Step, NodeScript.Ok(seen, e.Step).GetRawText())));
        Assert.Equal("ENTITY_IS_DELETED", NodeScript.Code(seen, "gone"));
        Assert.Equal("INVALID_FIELD", NodeScript.Code(seen, "badField"));
        Assert.Contains("sandbox does not know", seen.GetProperty("search").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("INVALID_SESSION_ID", NodeScript.Code(seen, "never"));
        // The first one, and the one that healed; nforce has no refresh token left for more.
        Assert.Equal(2, sandbox.TokensIssued);
    }
}
