using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.NetSuite.Tests;

public sealed class NetSuiteCustomersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upsert_NewThenSameThenChanged_IsCreatedUnchangedUpdated()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        Customer customer = TestObjects.Customer();
        WriteOutcome first = await account.Customers.UpsertAsync(TestObjects.Request(customer), Token);
        WriteOutcome second = await account.Customers.UpsertAsync(TestObjects.Request(customer), Token);
        WriteOutcome third = await account.Customers.UpsertAsync(TestObjects.Request(customer with { Name = "Acme Group" }), Token);

        Assert.Equal([WriteOutcomeKind.Created, WriteOutcomeKind.Unchanged, WriteOutcomeKind.Updated], new[] { first.Kind, second.Kind, third.Kind });
        NetSuiteSandboxRecord record = Assert.Single(account.Sandbox.GetRecords("customer"));
        Assert.Equal(record.Id, first.NativeId);
        Assert.Equal(record.Id, second.NativeId);
        Assert.Equal("CUST-" + customer.Id, record.ExternalId);
        Assert.Equal("Acme Group", record.Fields["companyName"]);
        Assert.Equal("C-001A", record.Fields["entityId"]);
        Assert.Equal("2", record.Fields["subsidiary"]);
        Assert.Equal("4", record.Fields["currency"]);
        Assert.Equal("2", record.Fields["terms"]);
        Assert.Equal("false", record.Fields["isInactive"]);
        Assert.Equal("+49 30 1234567", record.Fields["phone"]);
        Assert.Equal("office@example.com", record.Fields["email"]);
        // The second time nothing is written.
        Assert.Equal(2, account.Calls.Count(c => c.StartsWith("PUT", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Upsert_WithoutLookingFirst_IsApplied()
    {
        await using TestAccount account = await TestAccount.StartAsync(configure: o => o.CompareBeforeWrite = false);
        WriteOutcome first = await account.Customers.UpsertAsync(TestObjects.Request(TestObjects.Customer()), Token);
        WriteOutcome second = await account.Customers.UpsertAsync(TestObjects.Request(TestObjects.Customer()), Token);

        Assert.Equal(WriteOutcomeKind.Applied, first.Kind);
        Assert.Equal(WriteOutcomeKind.Applied, second.Kind);
        Assert.Equal(first.NativeId, second.NativeId);
        Assert.Single(account.Sandbox.GetRecords("customer"));
    }

    [Fact]
    public async Task ReadBack_AfterUpsert_MatchesAndThenNamesWhatChanged()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        WriteRequest<Customer> request = TestObjects.Request(TestObjects.Customer());
        ReadBack before = await account.Customers.ReadBackAsync(request, Token);
        WriteOutcome outcome = await account.Customers.UpsertAsync(request, Token);
        ReadBack after = await account.Customers.ReadBackAsync(request, Token);
        await account.Client.UpdateAsync("customer", NetSuiteRecordKey.Internal(outcome.NativeId!), """{"companyName":"Changed by hand","terms":"3","phone":null,"fax":"extra"}"""u8.ToArray(), Token);
        ReadBack changed = await account.Customers.ReadBackAsync(request, Token);

        Assert.False(before.Found);
        Assert.True(after.Matches);
        Assert.Equal(outcome.NativeId, after.NativeId);
        Assert.True(changed.Found);
        Assert.Equal(["/name", "/paymentTerms", "/phones"], changed.Differences.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Upsert_AnswerLostForGood_IsUnknownAndReadBackResolvesIt()
    {
        await using TestAccount account = await TestAccount.StartAsync(configure: o => o.Resilience.MaxRetries = 1);
        account.Sandbox.Faults.Add(NetSuiteSandboxFaults.LostAnswer() with { Method = "PUT", Times = 2 });
        WriteRequest<Customer> request = TestObjects.Request(TestObjects.Customer());
        WriteOutcome outcome = await account.Customers.UpsertAsync(request, Token);
        ReadBack readBack = await account.Customers.ReadBackAsync(request, Token);

        Assert.Equal(WriteOutcomeKind.Unknown, outcome.Kind);
        Assert.Equal(NetSuiteErrorCodes.OutcomeUnknown, Assert.Single(outcome.Issues).Code);
        Assert.True(readBack.Matches);
    }

    [Fact]
    public async Task Upsert_CutBeforeTheWork_IsUnknownAndReadBackSaysThatItIsNotThere()
    {
        await using TestAccount account = await TestAccount.StartAsync(configure: o => o.Resilience.MaxRetries = 0);
        account.Sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.CutBefore, Method = "PUT" });
        WriteRequest<Customer> request = TestObjects.Request(TestObjects.Customer());
        WriteOutcome outcome = await account.Customers.UpsertAsync(request, Token);

        Assert.Equal(WriteOutcomeKind.Unknown, outcome.Kind);
        Assert.False((await account.Customers.ReadBackAsync(request, Token)).Found);
        Assert.Equal(WriteOutcomeKind.Created, (await account.Customers.UpsertAsync(request, Token)).Kind);
    }

    [Fact]
    public async Task Upsert_ThrottledForLong_IsRetryableWithTheWait()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(NetSuiteSandboxFaults.ConcurrencyLimit(TimeSpan.FromHours(1)) with { Method = "PUT" });
        WriteOutcome outcome = await account.Customers.UpsertAsync(TestObjects.Request(TestObjects.Customer()), Token);

        Assert.Equal(WriteOutcomeKind.Retryable, outcome.Kind);
        Assert.Equal(TimeSpan.FromHours(1), outcome.RetryAfter);
        Assert.Empty(account.Sandbox.GetRecords("customer"));
    }

    [Fact]
    public async Task Upsert_ThrottledAfterALostTry_IsUnknown()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(NetSuiteSandboxFaults.LostAnswer() with { Method = "PUT" });
        account.Sandbox.Faults.Add(NetSuiteSandboxFaults.ConcurrencyLimit(TimeSpan.FromHours(1)) with { Method = "PUT" });
        WriteRequest<Customer> request = TestObjects.Request(TestObjects.Customer());
        WriteOutcome outcome = await account.Customers.UpsertAsync(request, Token);

        // The first try wrote it: "certainly no effect" would be a lie that a later change back to the old state is decided by.
        Assert.Equal(WriteOutcomeKind.Unknown, outcome.Kind);
        Assert.Equal(TimeSpan.FromHours(1), outcome.RetryAfter);
        Assert.Single(account.Sandbox.GetRecords("customer"));
        Assert.True((await account.Customers.ReadBackAsync(request, Token)).Matches);
    }

    [Fact]
    public async Task Upsert_DownBeforeAnythingWasSent_IsRetryable()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(NetSuiteSandboxFaults.MaintenancePage() with { PathContains = "/record/", Times = 50 });
        WriteOutcome outcome = await account.Customers.UpsertAsync(TestObjects.Request(TestObjects.Customer()), Token);

        Assert.Equal(WriteOutcomeKind.Retryable, outcome.Kind);
        Assert.DoesNotContain(account.Calls, c => c.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Upsert_TokenEndsInBetween_GoesThrough()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(NetSuiteSandboxFaults.ExpiredToken() with { Method = "PUT" });
        WriteOutcome outcome = await account.Customers.UpsertAsync(TestObjects.Request(TestObjects.Customer()), Token);

        Assert.Equal(WriteOutcomeKind.Created, outcome.Kind);
    }

    [Fact]
    public async Task Upsert_CredentialsRefused_Throws()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(NetSuiteSandboxFaults.ExpiredToken() with { PathContains = "/record/", Times = 10 });

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => account.Customers.UpsertAsync(TestObjects.Request(TestObjects.Customer()), Token));
    }

    [Fact]
    public async Task Upsert_UnknownLegalEntity_IsRejectedByNameOfTheMember()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        WriteOutcome outcome = await account.Customers.UpsertAsync(TestObjects.Request(TestObjects.Customer(legalEntity: TestAccount.UnknownEntityId)), Token);

        RecordIssue issue = AssertRejected(outcome);
        Assert.Equal(MappingCodes.ReferenceMissing, issue.Code);
        Assert.Equal(IssueKind.NotFound, issue.Kind);
        Assert.StartsWith("/legalEntities", issue.Path, StringComparison.Ordinal);
        Assert.DoesNotContain(account.Calls, c => c.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Upsert_CurrencyThatTheAccountLacks_IsRejectedWithARemedy()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        WriteOutcome outcome = await account.Customers.UpsertAsync(TestObjects.Request(TestObjects.Customer(currency: "JPY")), Token);

        RecordIssue issue = AssertRejected(outcome);
        Assert.Equal((NetSuiteErrorCodes.UnknownAccountCode, IssueKind.BusinessRule, "/defaultCurrency"), (issue.Code, issue.Kind, issue.Path));
        Assert.NotNull(issue.Remedy);
    }

    [Fact]
    public async Task Upsert_NumberTaken_IsRejectedAsBusinessRule()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.AddRecord("customer", """{"entityId":"C-001A","companyName":"Somebody else","subsidiary":"1"}""");
        RecordIssue issue = AssertRejected(await account.Customers.UpsertAsync(TestObjects.Request(TestObjects.Customer()), Token));

        Assert.Equal((NetSuiteErrorCodes.BusinessRule, IssueKind.BusinessRule, "USER_ERROR"), (issue.Code, issue.Kind, issue.VendorCode));
    }

    [Fact]
    public async Task Upsert_NoLegalEntity_TakesTheDefaultSubsidiaryForNewCustomersOnly()
    {
        await using TestAccount account = await TestAccount.StartAsync(configure: o => o.DefaultSubsidiary = "1");
        Customer customer = TestObjects.Customer() with { LegalEntities = [] };
        WriteOutcome first = await account.Customers.UpsertAsync(TestObjects.Request(customer), Token);
        await account.Client.UpdateAsync("customer", NetSuiteRecordKey.Internal(first.NativeId!), """{"subsidiary":"2"}"""u8.ToArray(), Token);
        WriteOutcome second = await account.Customers.UpsertAsync(TestObjects.Request(customer with { Name = "New name" }), Token);

        Assert.Equal(WriteOutcomeKind.Created, first.Kind);
        Assert.Equal(WriteOutcomeKind.Updated, second.Kind);
        Assert.Equal("2", account.Sandbox.FindRecord("customer", first.NativeId!)!.Fields["subsidiary"]);
    }

    [Fact]
    public async Task Upsert_NoLegalEntityAndNoDefault_IsRejectedWithWhatNetSuiteAsksFor()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        RecordIssue issue = AssertRejected(await account.Customers.UpsertAsync(TestObjects.Request(TestObjects.Customer() with { LegalEntities = [] }), Token));

        Assert.Contains("Please enter value(s) for: Primary Subsidiary", issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upsert_Person_IsRejectedBeforeAnyCall()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        RecordIssue issue = AssertRejected(await account.Customers.UpsertAsync(TestObjects.Request(TestObjects.Customer() with { Kind = CustomerKind.Person }), Token));

        Assert.Equal(NetSuiteErrorCodes.PersonNotSupported, issue.Code);
        Assert.Empty(account.Sandbox.Requests);
    }

    [Fact]
    public async Task Upsert_WithParent_RefersToItsInternalId()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        Customer parent = TestObjects.Customer("001P");
        Customer child = TestObjects.Customer() with { Parent = new Reference<Customer>(parent.Id) };
        RecordIssue issue = AssertRejected(await account.Customers.UpsertAsync(TestObjects.Request(child), Token));
        WriteOutcome first = await account.Customers.UpsertAsync(TestObjects.Request(parent), Token);
        WriteOutcome second = await account.Customers.UpsertAsync(TestObjects.Request(child), Token);

        Assert.Equal((NetSuiteErrorCodes.CustomerMissing, "/parent"), (issue.Code, issue.Path));
        Assert.Equal(first.NativeId, account.Sandbox.FindRecord("customer", second.NativeId!)!.Fields["parent"]);
        Assert.True((await account.Customers.ReadBackAsync(TestObjects.Request(child), Token)).Matches);
    }

    [Fact]
    public async Task Read_NoCustomerHasACurrency_IsOneErrorOfConfiguration()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        for (int i = 0; i < 25; i++)
            account.Sandbox.AddRecord("customer", """{"companyName":"No currency","subsidiary":"2"}""");

        var drift = await Assert.ThrowsAsync<Canonical.Mapping.MappingDriftException>(async () =>
        {
            await foreach (Page<SourceItem<Customer>> page in account.Customers.ReadAsync(cancellationToken: Token))
                Assert.NotEmpty(page.Items);
        });

        Assert.False(drift.IsTransient);
        Assert.NotEmpty(drift.Findings);
    }

    [Fact]
    public async Task Read_Customers_GivesCanonicalObjectsAndReasons()
    {
        await using TestAccount account = await TestAccount.StartAsync(configure: o => o.PageSize = 2);
        string good = account.Sandbox.AddRecord("customer", """{"companyName":"Acme","subsidiary":"2","currency":"4","terms":"2","creditLimit":5000,"creditHoldOverride":{"id":"ON"},"isPerson":false,"isInactive":true,"externalId":"X-1","phone":"1","taxable":true}""");
        string person = account.Sandbox.AddRecord("customer", """{"firstName":"Kim","lastName":"Lee","entityId":"Kim Lee","isPerson":true,"subsidiary":"2","currency":"1"}""");
        string noCurrency = account.Sandbox.AddRecord("customer", """{"companyName":"No currency","subsidiary":"2"}""");
        List<SourceItem<Customer>> items = [];
        await foreach (Page<SourceItem<Customer>> page in account.Customers.ReadAsync(cancellationToken: Token))
            items.AddRange(page.Items);

        Assert.Equal(3, items.Count);
        Customer customer = items.Single(i => i.Source.RecordId == good).Value!;
        Assert.Equal("Acme", customer.Name);
        Assert.Equal(RecordStatus.Inactive, customer.Status);
        Assert.Equal("EUR", customer.DefaultCurrency.ToString());
        Assert.Equal(TestAccount.EuropeId, Assert.Single(customer.LegalEntities!).Id);
        Assert.Equal("X-1", customer.SourceRefs[0].ExternalId);
        Assert.Equal(account.Sandbox.AccountId, customer.SourceRefs[0].Instance);
        Assert.Equal(CanonicalId.Derive(TestAccount.Tenant, "customer", "netsuite", account.Sandbox.AccountId, good), customer.Id);
        Assert.True(customer.OnHold);
        Assert.False(customer.TaxExempt);
        Assert.Equal(5000m, customer.CreditLimit!.Value.Amount);
        Assert.Equal(CustomerPaymentTerms.Net30, customer.PaymentTerms);
        Assert.Equal(CustomerKind.Person, items.Single(i => i.Source.RecordId == person).Value!.Kind);
        SourceItem<Customer> refused = items.Single(i => i.Source.RecordId == noCurrency);
        Assert.False(refused.IsMapped);
        Assert.Contains(refused.Issues, i => i.Path == "/defaultCurrency");
    }

    [Fact]
    public async Task Read_RecordGoneSinceThePage_IsAnItemWithTheReason()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string id = account.Sandbox.AddRecord("customer", """{"companyName":"Acme","subsidiary":"2","currency":"4"}""");
        account.Sandbox.Faults.Add(new SandboxFault
        {
            Kind = SandboxFaultKind.Answer,
            PathContains = "customer/" + id,
            Status = 404,
            ContentType = "application/vnd.oracle.resource+json; type=error; charset=UTF-8",
            Body = """{"status":404,"o:errorDetails":[{"detail":"gone","o:errorCode":"NONEXISTENT_ID"}]}""",
        });
        List<SourceItem<Customer>> items = [];
        await foreach (Page<SourceItem<Customer>> page in account.Customers.ReadAsync(cancellationToken: Token))
            items.AddRange(page.Items);

        Assert.Equal(IssueKind.NotFound, Assert.Single(Assert.Single(items).Issues).Kind);
    }

    [Fact]
    public async Task Create_WithoutTenant_IsRefused()
    {
        await using TestAccount account = await TestAccount.StartAsync(configure: o => o.Tenant = "");

        Assert.Throws<ArgumentException>(() => account.Customers);
    }

    private static RecordIssue AssertRejected(WriteOutcome outcome)
    {
        Assert.Equal(WriteOutcomeKind.Rejected, outcome.Kind);
        return outcome.Issues[0];
    }
}
