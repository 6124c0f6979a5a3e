using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>The sandbox seen by jsforce: ways to log in, sessions that end, many rows, odd external ids, rules of the org, bulk jobs step by step, and what is not there.</summary>
public sealed class SalesforceSandboxJsforceFlowTests
{
    [Fact]
    public async Task Jsforce_FlowsAndRarerCalls_SeesASalesforceOrg()
    {
        await using var sandbox = new SalesforceSandbox(SalesforceTestOrg.Options(SalesforceTestOrg.Key));
        string parent = sandbox.Seed("Account", """{"Name":"Parent"}""");
        for (int i = 0; i < 3; i++)
            sandbox.Seed("Contact", $$"""{"LastName":"Child {{i}}","AccountId":"{{parent}}"}""");
        string contact = sandbox.Seed("Contact", """{"LastName":"Who"}""");
        string deal = sandbox.Seed("Opportunity", """{"Name":"d","StageName":"Closed Won","CloseDate":"2026-01-01"}""");
        sandbox.Seed("Task", $$"""{"Subject":"1","WhoId":"{{contact}}","WhatId":"{{parent}}"}""");
        sandbox.Seed("Task", $$"""{"Subject":"2","WhatId":"{{deal}}"}""");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        sandbox.Rules.Add(new SalesforceValidationRule("Account", "Name = 'forbidden'", "Not this one.")).Add(new SalesforceDuplicateRule("Account", "Name"));
        sandbox.Faults.Add(SalesforceFault.SessionNeverHeals(SalesforceOperation.Describe) with { PathContains = "/OpportunityStage/" });
        sandbox.Faults.Add(SalesforceFault.HtmlPage(SalesforceOperation.Describe) with { PathContains = "/Pricebook2/" });
        JsonElement seen = await NodeScript.RunAsync("jsforce", "flows.mjs", sandbox, SalesforceTestOrg.Key);

        CheckSessions(sandbox, seen);
        CheckRows(seen);
        CheckBulk(seen);
        foreach (string missing in (string[])["metadata", "soapLogin", "tooling", "search", "layouts", "listviews", "explain", "theme", "bulk1"])
            Assert.Contains("sandbox does not know", seen.GetProperty(missing).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("InvalidUrl", NodeScript.Code(seen, "bulk1"));
    }

    private static void CheckSessions(SalesforceSandbox sandbox, JsonElement seen)
    {
        Assert.Equal(sandbox.OrganizationId, seen.GetProperty("userInfo").GetProperty("organizationId").GetString());
        foreach (string identity in (string[])["identity", "identityOfBareToken"])
            Assert.Equal(SalesforceSandboxOptions.DefaultUsername, NodeScript.Ok(seen, identity).GetProperty("username").GetString());
        Assert.Equal([1, 1], NodeScript.Ok(seen, "refreshed").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal(1, seen.GetProperty("refreshes").GetInt32());
        Assert.Equal("INVALID_SESSION_ID", NodeScript.Code(seen, "neverHeals"));
        Assert.Equal(1, seen.GetProperty("refreshesAfter").GetInt32());
        Assert.Equal("invalid_client", NodeScript.Code(seen, "denied"));
        Assert.True(NodeScript.Ok(seen, "logout").GetBoolean());
        Assert.Equal("INVALID_SESSION_ID", NodeScript.Code(seen, "loggedOut"));
        Assert.Equal("Pricebook2", NodeScript.Ok(seen, "retried").GetString());
    }

    private static void CheckRows(JsonElement seen)
    {
        Assert.Equal("""["Account:001","Lead:00Q","Task:00T"]""", NodeScript.Ok(seen, "describeGlobal").GetRawText());
        Assert.Equal("""["Master"]""", NodeScript.Ok(seen, "recordTypes").GetRawText());
        Assert.Equal(36, NodeScript.Ok(seen, "versions").GetInt32());
        Assert.Equal("[450,450,450,450]", NodeScript.Ok(seen, "created").GetRawText());
        Assert.Equal(450, NodeScript.Ok(seen, "deletedRows").GetInt32());
        Assert.Equal(450, NodeScript.Ok(seen, "deleted").GetInt32());
        Assert.Equal(["A/B", "A#1", "A?x=1", "50%", "a b", "O'Neill", "Ünï", ".."], NodeScript.Ok(seen, "oddMany").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal("cut", NodeScript.Ok(seen, "oddCut").GetString());
        Assert.Equal("en/coded#1 %", NodeScript.Ok(seen, "oddEncoded").GetString());
        Assert.Equal(["Child 0", "Child 1", "Child 2"], NodeScript.Ok(seen, "builder").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal("""[["Contact","Parent"],[null,"Closed Won"]]""", NodeScript.Ok(seen, "typeOf").GetRawText());
        Assert.Equal("""[["Parent"],["Parent"],1]""", NodeScript.Ok(seen, "recent").GetRawText());
        Assert.Equal("FIELD_CUSTOM_VALIDATION_EXCEPTION", NodeScript.Code(seen, "validation"));
        Assert.Equal("Not this one.", seen.GetProperty("validation").GetProperty("message").GetString());
        Assert.Equal("DUPLICATES_DETECTED", NodeScript.Code(seen, "duplicate"));
        Assert.True(NodeScript.Ok(seen, "duplicateSaved").GetBoolean());
        Assert.True(NodeScript.Ok(seen, "graph").GetBoolean());
        Assert.Equal("[200,404]", NodeScript.Ok(seen, "batch").GetRawText());
    }

    private static void CheckBulk(JsonElement seen)
    {
        Assert.Equal("""["JobComplete",2,1,"line\none","REQUIRED_FIELD_MISSING",0]""", NodeScript.Ok(seen, "ingest").GetRawText());
        Assert.Equal("Aborted", NodeScript.Ok(seen, "aborted").GetString());
        Assert.Equal("FEATURENOTENABLED", NodeScript.Code(seen, "hardDelete"));
        Assert.Equal(8, NodeScript.Ok(seen, "bulkDelete").GetInt32());
        Assert.Equal(8, NodeScript.Ok(seen, "bulkQueryAll").GetInt32());
    }
}
