using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

public sealed class SalesforceOrgGeneratorTests
{
    [Fact]
    public void Fill_SameSeed_GivesTheSameOrg()
    {
        string[] shown = new string[2];
        for (int i = 0; i < 2; i++)
        {
            var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { CertiniaPsa = true });
            IReadOnlyDictionary<string, IReadOnlyList<string>> ids = new SalesforceOrgGenerator(7) { Accounts = 30 }.Fill(sandbox);
            Assert.Contains("pse__Billing_Event_Item__c", ids.Keys);
            Assert.Equal(30, ids["Account"].Count);
            shown[i] = string.Join('\n', ids.SelectMany(e => e.Value.Select(id => sandbox.Show(e.Key, id))));
        }

        Assert.Equal(shown[0], shown[1]);
        var other = new SalesforceSandbox(new SalesforceSandboxOptions { CertiniaPsa = true });
        IReadOnlyDictionary<string, IReadOnlyList<string>> others = new SalesforceOrgGenerator(8) { Accounts = 30 }.Fill(other);
        Assert.NotEqual(shown[0], string.Join('\n', others.SelectMany(e => e.Value.Select(id => other.Show(e.Key, id)))));
    }

    [Fact]
    public async Task Fill_WithService_HasPolymorphicRecordsAndPersons()
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { PersonAccounts = true });
        IReadOnlyDictionary<string, IReadOnlyList<string>> ids = new SalesforceOrgGenerator(3) { Accounts = 40, Service = true }.Fill(sandbox);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        Assert.Equal(40, ids["Task"].Count);
        Assert.Equal(["Contact", "Lead"], await TypesAsync("SELECT Who.Type t FROM Task WHERE WhoId != null GROUP BY Who.Type ORDER BY Who.Type"));
        Assert.Equal(["Account", "Opportunity"], await TypesAsync("SELECT What.Type t FROM Task WHERE WhatId != null GROUP BY What.Type ORDER BY What.Type"));
        Assert.Equal(["Group", "User"], await TypesAsync("SELECT Owner.Type t FROM Case GROUP BY Owner.Type ORDER BY Owner.Type"));
        // Each person has a contact of his own.
        JsonElement[] persons = await client.RecordsAsync("SELECT PersonContactId FROM Account WHERE IsPersonAccount = true");
        Assert.NotEmpty(persons);
        Assert.Equal(persons.Length, (await client.RecordsAsync("SELECT Id FROM Contact WHERE IsPersonAccount = true")).Length);

        async Task<string[]> TypesAsync(string soql) => [.. (await client.RecordsAsync(soql)).Select(r => r.GetProperty("t").GetString()!)];
    }

    [Fact]
    public async Task Fill_Org_HoldsTogether()
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { CertiniaPsa = true });
        new SalesforceOrgGenerator(1) { Accounts = 40 }.Fill(sandbox);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        // The amount of an opportunity with lines is their sum.
        foreach (JsonElement opportunity in await client.RecordsAsync("SELECT Amount, (SELECT TotalPrice FROM OpportunityLineItems) FROM Opportunity WHERE HasOpportunityLineItem = true"))
            Assert.Equal(opportunity.GetProperty("Amount").GetDecimal(), opportunity.GetProperty("OpportunityLineItems").GetProperty("records").EnumerateArray().Sum(l => l.GetProperty("TotalPrice").GetDecimal()));
        // Splits cut the hours of their week, and lose none.
        foreach (JsonElement header in await client.RecordsAsync("SELECT pse__Total_Hours__c, (SELECT pse__Total_Hours__c FROM pse__TimecardSplits__r) FROM pse__Timecard_Header__c WHERE pse__Approved__c = true"))
            Assert.Equal(header.GetProperty("pse__Total_Hours__c").GetDecimal(), header.GetProperty("pse__TimecardSplits__r").GetProperty("records").EnumerateArray().Sum(s => s.GetProperty("pse__Total_Hours__c").GetDecimal()));
        // Dates of an assignment are those of its schedule, by formula.
        JsonElement assignment = (await client.RecordsAsync("SELECT pse__Start_Date__c, pse__Schedule__r.pse__Start_Date__c, pse__Resource__r.Name FROM pse__Assignment__c LIMIT 1"))[0];
        Assert.Equal(assignment.GetProperty("pse__Schedule__r").GetProperty("pse__Start_Date__c").GetString(), assignment.GetProperty("pse__Start_Date__c").GetString());
        Assert.NotEmpty(assignment.GetProperty("pse__Resource__r").GetProperty("Name").GetString()!);
        // Loads share their stamps.
        int accounts = sandbox.Count("Account");
        Assert.InRange((await client.RecordsAsync("SELECT COUNT_DISTINCT(SystemModstamp) n FROM Account"))[0].GetProperty("n").GetInt32(), 2, accounts - 1);
        // An approved timecard is locked.
        string approved = (await client.RecordsAsync("SELECT Id FROM pse__Timecard_Header__c WHERE pse__Approved__c = true LIMIT 1"))[0].GetProperty("Id").GetString()!;
        (int locked, JsonElement error, _) = await client.SendAsync(HttpMethod.Patch, "/services/data/v64.0/sobjects/pse__Timecard_Header__c/" + approved, """{"pse__Timecard_Notes__c":"x"}""");
        Assert.Equal(400, locked);
        Assert.Equal("FIELD_CUSTOM_VALIDATION_EXCEPTION", error[0].GetProperty("errorCode").GetString());
        Assert.Equal(204, (await client.SendAsync(HttpMethod.Patch, "/services/data/v64.0/sobjects/pse__Timecard_Header__c/" + approved, """{"pse__Timecard_Notes__c":"x","pse__Admin_Global_Edit__c":true,"pse__Audit_Notes__c":"why"}""")).Status);
    }
}
