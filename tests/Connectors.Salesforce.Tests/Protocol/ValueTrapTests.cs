using System.Globalization;
using System.Text.Json;

using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Values in the forms in which Salesforce writes them: protocols/salesforce.md §1.11.</summary>
public sealed class ValueTrapTests
{
    private static readonly SalesforceReadOptions Org = new() { Tenant = "acme", Instance = "00Dx0000000BV7zEAG" };

    [Theory]
    [InlineData("15000.0", "15000")]
    [InlineData("1.0E7", "10000000")]
    [InlineData("1.2345678E7", "12345678")]
    [InlineData("1.0E-4", "0.0001")]
    [InlineData("3.0", "3")]
    [InlineData("15000", "15000")]
    [InlineData("-0.0", "0")]
    // More decimals than the scale of two: that one is of the user interface.
    [InlineData("1.23456", "1.23456")]
    // No double holds these digits.
    [InlineData("1234567890123456.78", "1234567890123456.78")]
    [InlineData("0.1", "0.1")]
    public void Amount_JavaDoubleText_IsTheSameDecimal(string written, string expected)
    {
        SourceItem<Opportunity> item = Opportunity(("Amount", written));
        Assert.Empty(item.Issues);
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), item.Value!.Amount!.Value.Amount);
        Assert.Equal("EUR", item.Value.Amount!.Value.Currency.ToString());
    }

    [Theory]
    [InlineData("\"viel\"")]
    [InlineData("true")]
    [InlineData("{}")]
    public void Amount_NoNumber_IsAnIssueOfItsField(string written) =>
        Assert.Contains(Opportunity(("Amount", written)).Issues, i => i.VendorPath == "Amount" || i.Path == "/amount");

    [Theory]
    [InlineData("20.0", "20")]
    [InlineData("20", "20")]
    [InlineData("12.5", "12.5")]
    [InlineData("100.0", "100")]
    public void Probability_TwentyMeansTwentyPercent(string written, string percent)
    {
        Opportunity value = Opportunity(("Probability", written)).Value!;
        // The canonical form is a fraction.
        Assert.Equal(decimal.Parse(percent, CultureInfo.InvariantCulture) / 100m, value.Probability);
    }

    [Theory]
    [InlineData("100", 100)]
    [InlineData("100.0", 100)]
    [InlineData("1.0E2", 100)]
    [InlineData("0.0", 0)]
    public void WholeNumber_WithAPoint_IsWhole(string written, int expected) => Assert.Equal(expected, Account(("NumberOfEmployees", written)).Value!.EmployeeCount);

    [Fact]
    public void WholeNumber_ThatIsNone_IsAnIssueAndNotRounded()
    {
        SourceItem<Customer> item = Account(("NumberOfEmployees", "100.5"));
        Assert.NotEmpty(item.Issues);
        Assert.Null(item.Value?.EmployeeCount);
    }

    [Theory]
    [InlineData("2026-03-08")]
    // The nights in which clocks change, and the ends of a year.
    [InlineData("2026-03-29")]
    [InlineData("2026-10-25")]
    [InlineData("2026-12-31")]
    [InlineData("2024-02-29")]
    public void Date_IsTheDayThatIsWritten(string written) =>
        Assert.Equal(written, Opportunity(("CloseDate", $"\"{written}\"")).Value!.CloseDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2026-03-08T00:00:00.000+0000")]
    [InlineData("2026-03-08T23:30:00.000Z")]
    [InlineData("08.03.2026")]
    [InlineData("2026-02-30")]
    [InlineData("")]
    public void Date_AnInstantOrNoDate_IsAnIssueAndNotADayThatWasGuessed(string written) =>
        Assert.Contains(Opportunity(("CloseDate", $"\"{written}\"")).Issues, i => i.VendorPath == "CloseDate");

    [Theory]
    [InlineData("2017-04-25T15:17:55.000+0000")]
    [InlineData("2017-04-25T15:17:55.000Z")]
    [InlineData("2017-04-25T15:17:55Z")]
    [InlineData("2017-04-25T15:17:55.000+00:00")]
    [InlineData("2017-04-25T17:17:55.000+0200")]
    [InlineData("2017-04-25T10:17:55+0000", 5)]
    public void Instant_EveryFormOfTheOffset_IsTheSameMoment(string written, int later = 0)
    {
        Assert.True(SalesforceAnswers.TryInstant(written, out DateTimeOffset time));
        Assert.Equal(new DateTimeOffset(2017, 4, 25, 15 - later, 17, 55, TimeSpan.Zero), time);
        Assert.Equal(time, Account(("CreatedDate", $"\"{written}\"")).Value!.SourceCreatedAt);
    }

    [Theory]
    [InlineData("2017-04-25")]
    [InlineData("2017-04-25T15:17:55")]
    [InlineData("1493133475000")]
    public void Instant_WithoutAZone_IsNone(string written) => Assert.False(SalesforceAnswers.TryInstant(written, out _));

    [Fact]
    public void Boolean_Null_IsNotTakenForFalse()
    {
        SourceItem<Opportunity> item = Opportunity(("IsDeleted", "null"));
        Assert.True(item.Issues.Count > 0 || item.Value!.Status == RecordStatus.Active);
        // What is deleted is told by true alone.
        Assert.Equal(RecordStatus.Deleted, Opportunity(("IsDeleted", "true")).Value!.Status);
    }

    [Fact]
    public void CompoundsParentsAndChildren_Null_AreAbsentAndNoTrouble()
    {
        SourceItem<Opportunity> item = Opportunity(("OpportunityLineItems", "null"), ("Amount", "null"), ("NextStep", "null"));
        Assert.Empty(item.Issues);
        Assert.Null(item.Value!.Amount);
        Assert.True(item.Value.Lines is null or { Count: 0 });
        SourceItem<Customer> account = Account(("BillingAddress", "null"), ("ParentId", "null"), ("BillingStreet", "null"));
        Assert.Empty(account.Issues);
        Assert.Null(account.Value!.Parent);
        Assert.Null(account.Value.BillingAddress);
    }

    [Theory]
    [InlineData("001i000002C8QTI", "001i000002C8QTIAA3")]
    [InlineData("001I000002c8qti", "001I000002c8qtiIAA")]
    [InlineData("000000000000000", "000000000000000AAA")]
    [InlineData("AAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAA555")]
    public void Id_FifteenCharacters_AreCompletedByTheirCase(string id, string full)
    {
        Assert.Equal(full, SalesforceRecordId.Complete(id));
        Assert.True(SalesforceRecordId.IsValid(full));
        Assert.True(SalesforceRecordId.Same(id, full));
        // A spreadsheet that made it all capitals has made another id of it, or lower case.
        string lower = full.ToLowerInvariant();
        Assert.False(lower != full && SalesforceRecordId.IsValid(lower));
    }

    [Fact]
    public void Id_DifferentCase_IsAnotherRecord()
    {
        Assert.False(SalesforceRecordId.Same("001i000002C8QTI", "001i000002c8qti"));
        Assert.NotEqual(SalesforceRecordId.Complete("001i000002C8QTI"), SalesforceRecordId.Complete("001i000002c8qti"));
    }

    [Theory]
    [InlineData("{\"attributes\":{\"url\":\"/services/data/v64.0/sobjects/Account/001i000002C8QTI\"}}", "001i000002C8QTIAA3")]
    [InlineData("{\"Id\":\"001i000002C8QTI\"}", "001i000002C8QTIAA3")]
    [InlineData("{\"attributes\":{\"type\":\"AggregateResult\"},\"expr0\":1}", null)]
    [InlineData("{\"Id\":null,\"attributes\":null}", null)]
    [InlineData("{\"Id\":7,\"attributes\":{\"url\":7}}", null)]
    public void Record_IdOfItself_IsFoundOrNull(string json, string? id) => Assert.Equal(id, new SalesforceRecord(JsonDocument.Parse(json).RootElement).Id);

    private static SourceItem<Opportunity> Opportunity(params (string Field, string Json)[] fields) => new SalesforceMappedRecords<Opportunity>(SalesforceMappings.OpportunityToOpportunity(), "Opportunity", Org).Map(
        Record(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["attributes"] = """{"type":"Opportunity","url":"/services/data/v64.0/sobjects/Opportunity/006dM00000Mw7VtQAJ"}""",
                ["Id"] = "\"006dM00000Mw7VtQAJ\"",
                ["Name"] = "\"n\"",
                ["AccountId"] = "\"001i000002C8QTIAA3\"",
                ["StageName"] = "\"Prospecting\"",
                ["IsWon"] = "false",
                ["IsClosed"] = "false",
                ["IsDeleted"] = "false",
                ["CurrencyIsoCode"] = "\"EUR\"",
                ["CloseDate"] = "\"2026-02-27\"",
                ["SystemModstamp"] = "\"2026-05-06T12:00:00.000+0000\"",
                ["CreatedDate"] = "\"2026-05-06T12:00:00.000+0000\"",
            },
            fields),
        DateTimeOffset.UnixEpoch);

    private static SourceItem<Customer> Account(params (string Field, string Json)[] fields) => new SalesforceMappedRecords<Customer>(SalesforceMappings.AccountToCustomer(), "Account", Org).Map(
        Record(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["attributes"] = """{"type":"Account","url":"/services/data/v64.0/sobjects/Account/001i000002C8QTIAA3"}""",
                ["Id"] = "\"001i000002C8QTIAA3\"",
                ["Name"] = "\"n\"",
                ["IsDeleted"] = "false",
                ["CurrencyIsoCode"] = "\"EUR\"",
                ["SystemModstamp"] = "\"2026-05-06T12:00:00.000+0000\"",
                ["CreatedDate"] = "\"2026-05-06T12:00:00.000+0000\"",
            },
            fields),
        DateTimeOffset.UnixEpoch);

    private static SalesforceRecord Record(Dictionary<string, string> record, (string Field, string Json)[] fields)
    {
        foreach ((string field, string json) in fields)
            record[field] = json;
        return new SalesforceRecord(JsonDocument.Parse("{" + string.Join(',', record.Select(static f => $"\"{f.Key}\":{f.Value}")) + "}").RootElement);
    }
}
