using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.NetSuite.Tests;

public sealed class PaymentTermsTests
{
    [Fact]
    public async Task Read_TermsWithoutACode_LeaveThemOut()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string term = account.Sandbox.AddRecord("term", """{"name":"Net 7","daysUntilNetDue":7}""");
        account.Sandbox.AddRecord("customer", $$"""{"companyName":"Acme","subsidiary":"2","currency":"4","terms":"{{term}}"}""");
        await foreach (Page<SourceItem<Customer>> page in account.Customers.ReadAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            SourceItem<Customer> item = Assert.Single(page.Items);
            Assert.True(item.IsMapped);
            Assert.Null(item.Value.PaymentTerms);
        }
    }

    [Fact]
    public async Task Upsert_CodeThatTheMappingLacks_IsRejected()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        Customer customer = TestObjects.Customer() with { PaymentTerms = new CustomerPaymentTerms("net75") };
        WriteOutcome outcome = await account.Customers.UpsertAsync(TestObjects.Request(customer), TestContext.Current.CancellationToken);

        Assert.Equal(WriteOutcomeKind.Rejected, outcome.Kind);
        Assert.Contains(outcome.Issues, i => i.Code == MappingCodes.UnknownCode && i.Path == "/paymentTerms");
    }

    [Fact]
    public async Task Upsert_TermsThatTheAccountLacks_IsRejectedUntilTheyAreAdded()
    {
        var time = new Canonical.Testing.ManualTimeProvider();
        await using TestAccount account = await TestAccount.StartAsync(time: time);
        Customer customer = TestObjects.Customer() with { PaymentTerms = CustomerPaymentTerms.Net45 };
        WriteOutcome before = await account.Customers.UpsertAsync(TestObjects.Request(customer), TestContext.Current.CancellationToken);
        account.Sandbox.AddRecord("term", """{"name":"Net 45","daysUntilNetDue":45}""");
        // The list is read again because the code is missing, though its hour is not over; a minute is the least.
        time.Advance(TimeSpan.FromSeconds(61));
        WriteOutcome after = await account.Customers.UpsertAsync(TestObjects.Request(customer), TestContext.Current.CancellationToken);

        Assert.Equal(NetSuiteErrorCodes.UnknownAccountCode, Assert.Single(before.Issues).Code);
        Assert.Equal("/paymentTerms", before.Issues[0].Path);
        Assert.Equal(WriteOutcomeKind.Created, after.Kind);
    }
}
