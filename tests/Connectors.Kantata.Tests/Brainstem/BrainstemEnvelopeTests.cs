using System.Text;

using Connectors.Abstractions;

namespace Connectors.Kantata.Tests;

public sealed class BrainstemEnvelopeTests
{
    [Fact]
    public void Parse_MapWithMoreThanTheResults_GivesTheResultsInTheirOrder()
    {
        using BrainstemEnvelope envelope = Parse("""
            {"count":2,"stories":{"3":{"id":"3"},"2":{"id":"2"},"1":{"id":"1"}},"results":[{"key":"stories","id":"1"},{"key":"stories","id":"3"}]}
            """);

        Assert.Equal(["1", "3"], envelope.Results.Select(result => result.Id));
        Assert.Null(envelope.Meta);
    }

    [Fact]
    public void Parse_NumericIds_AreRead()
    {
        using BrainstemEnvelope envelope = Parse("""{"count":1,"workspaces":{"7":{"id":7}},"results":[{"key":"workspaces","id":7}]}""");

        Assert.True(envelope.TryGet("workspaces", Assert.Single(envelope.Results).Id, out _));
    }

    [Fact]
    public void TryGet_SingularKeyBesidePluralMap_FindsTheRecord()
    {
        using BrainstemEnvelope envelope = Parse("""{"count":1,"results":[{"key":"exchange_rate","id":"2222"}],"exchange_rates":{"2222":{"id":"2222"}}}""");

        Assert.True(envelope.TryGet("exchange_rate", "2222", out _));
    }

    [Theory]
    [InlineData("""["Travel","Mileage"]""")]
    [InlineData("""{"count":1}""")]
    [InlineData("""{"results":[]}""")]
    [InlineData("""{"count":"1","results":[]}""")]
    [InlineData("""{"count":1,"results":[{"key":"x"}]}""")]
    [InlineData("""{"count":1,"results":[{"key":"x","id":""}]}""")]
    [InlineData("""{"count":1,"results":[7]}""")]
    [InlineData("<html>")]
    [InlineData("")]
    public void Parse_NoEnvelope_SaysSo(string json)
    {
        ConnectorException failure = Assert.Throws<ConnectorException>(() => Parse(json));

        Assert.Equal(KantataErrorCodes.NotAnEnvelope, failure.Code);
    }

    [Theory]
    [InlineData(4425000, 100, "44250")]
    [InlineData(147950, 100, "1479.5")]
    [InlineData(500, 1, "500")]
    [InlineData(1, 1000, "0.001")]
    [InlineData(-12345, 100, "-123.45")]
    [InlineData(0, 100, "0")]
    [InlineData(3, 5, "0.6")]
    [InlineData(long.MaxValue, 100, "92233720368547758.07")]
    public void TryDivide_ByTheBaseUnit_IsExact(long subunits, long baseUnit, string expected)
    {
        Assert.True(ComputedMoney.TryDivide(subunits, baseUnit, out decimal amount));
        Assert.Equal(expected, amount.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 100_000_000_000)]
    public void TryDivide_NoExactDecimal_IsRefused(long subunits, long baseUnit) => Assert.False(ComputedMoney.TryDivide(subunits, baseUnit, out _));

    [Fact]
    public void Workspace_AbsentAndNullMoney_AreNotTheSame()
    {
        KantataRecord absent = Workspace("""{"id":"1","currency":"USD","currency_base_unit":100}""");
        KantataRecord none = Workspace("""{"id":"1","currency":"USD","currency_base_unit":100,"price_in_cents":null}""");

        Assert.Equal(KantataErrorCodes.NotVisible, Assert.Single(absent.Issues).Code);
        Assert.Empty(none.Issues);
        Assert.Contains("\"price_in_cents\":null", Encoding.UTF8.GetString(none.Utf8Json.Span), StringComparison.Ordinal);
        Assert.DoesNotContain("price_in_cents", Encoding.UTF8.GetString(absent.Utf8Json.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"1","price_in_cents":100}""")]
    [InlineData("""{"id":"1","price_in_cents":100,"currency":"USD"}""")]
    [InlineData("""{"id":"1","price_in_cents":100,"currency":"USD","currency_base_unit":0}""")]
    [InlineData("""{"id":"1","price_in_cents":100,"currency":"XXX","currency_base_unit":3}""")]
    [InlineData("""{"id":"1","price_in_cents":1.5,"currency":"USD","currency_base_unit":100}""")]
    [InlineData("""{"id":"1","price_in_cents":"100","currency":"USD","currency_base_unit":100}""")]
    public void Workspace_AmountThatCannotBeMoney_IsLeftOutAndSaid(string json)
    {
        KantataRecord record = Workspace(json);

        RecordIssue issue = Assert.Single(record.Issues);
        Assert.Equal((KantataErrorCodes.UnusableAmount, "price_in_cents"), (issue.Code, issue.VendorPath));
        Assert.Contains("\"money\":{}", Encoding.UTF8.GetString(record.Utf8Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Workspace_ResultWithoutRecord_IsARecordWithTheReason()
    {
        using BrainstemEnvelope envelope = Parse("""{"count":1,"workspaces":{},"results":[{"key":"workspaces","id":"5"}]}""");

        KantataRecord record = KantataRecords.Workspace(envelope, envelope.Results[0]);

        Assert.Equal("5", record.Id);
        Assert.True(record.Utf8Json.IsEmpty);
        Assert.Equal(KantataErrorCodes.RecordMissing, Assert.Single(record.Issues).Code);
    }

    [Theory]
    [InlineData("""{"primary_workspace_group_id":"70","workspace_group_ids":["70","72"]}""", "70")]
    [InlineData("""{"primary_workspace_group_id":70,"workspace_group_ids":[70,72]}""", "70")]
    [InlineData("""{"primary_workspace_group_id":"71","workspace_group_ids":["71","72"]}""", "72")]
    [InlineData("""{"primary_workspace_group_id":null,"workspace_group_ids":["71","72"]}""", "72")]
    [InlineData("""{"workspace_group_ids":["71"]}""", null)]
    [InlineData("""{"workspace_group_ids":["99"]}""", null)]
    [InlineData("{}", null)]
    public void Workspace_Customer_IsTheOneCompany(string groups, string? expected)
    {
        KantataRecord record = WorkspaceWithGroups(groups);

        using var json = System.Text.Json.JsonDocument.Parse(record.Utf8Json);
        Assert.Equal(expected, json.RootElement.GetProperty("computed").TryGetProperty("customer_group_id", out System.Text.Json.JsonElement id) ? id.GetString() : null);
        Assert.Empty(record.Issues);
    }

    [Fact]
    public void Workspace_TwoCompaniesAndNoPrimary_IsAmbiguous()
    {
        KantataRecord record = WorkspaceWithGroups("""{"workspace_group_ids":["70","72"]}""");

        Assert.Equal(KantataErrorCodes.AmbiguousCustomer, Assert.Single(record.Issues).Code);
    }

    [Theory]
    [InlineData(true, "?a=true")]
    [InlineData(false, "?a=false")]
    public void Query_Booleans_AreInSmallLetters(bool value, string expected) => Assert.Equal(expected, new QueryBuilder().Add("a", value).ToString());

    [Fact]
    public void Query_Values_AreEncoded() => Assert.Equal(
        "?updated_after=2026-01-09T22%3A30%3A00Z&date_performed_between=2026-01-01%3A2026-01-31&only=1%2C2",
        new QueryBuilder()
            .Add("updated_after", new DateTimeOffset(2026, 1, 10, 0, 30, 0, TimeSpan.FromHours(2)))
            .Add("workspace_id", (string?)null)
            .Add("date_performed_between", new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 31))
            .Add("only", ["1", "2"])
            .ToString());

    [Theory]
    [InlineData("""{"errors":[{"type":"validation","message":"Please give your project a title","field":"title","index":3}]}""", "validation", "Please give your project a title", "title", 3)]
    [InlineData("""{"errors":[{"type":"oauth","message":"Invalid OAuth 2 Request"}]}""", "oauth", "Invalid OAuth 2 Request", null, null)]
    [InlineData("""{"status":400,"error":"malformed JSON detected, unexpected token at 'Jane Roe'"}""", "syntax", "malformed JSON detected", null, null)]
    public void Errors_KnownTexts_AreRepeated(string body, string type, string message, string? field, int? index) =>
        Assert.Equal(new KantataError(type, message, field, index), Assert.Single(KantataErrorBody.Read(Encoding.UTF8.GetBytes(body))));

    [Theory]
    [InlineData("""{"errors":[{"type":"validation","message":"Jane Roe is not on the team","field":"Jane Roe"}]}""")]
    [InlineData("""{"errors":[{"type":"Jane Roe","message":"Jane Roe","index":"Jane Roe"}]}""")]
    [InlineData("""{"error_message":"Jane Roe"}""")]
    [InlineData("""{"error":"Jane Roe"}""")]
    public void Errors_OtherTexts_AreWithheld(string body)
    {
        KantataError error = Assert.Single(KantataErrorBody.Read(Encoding.UTF8.GetBytes(body)));

        Assert.DoesNotContain("Jane", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"errors":"x"}""")]
    [InlineData("""{"errors":[1,null]}""")]
    public void Errors_OtherBodies_TellNothing(string body) => Assert.Empty(KantataErrorBody.Read(Encoding.UTF8.GetBytes(body)));

    private static BrainstemEnvelope Parse(string json) => BrainstemEnvelope.Parse(Encoding.UTF8.GetBytes(json));

    private static KantataRecord Workspace(string json)
    {
        using BrainstemEnvelope envelope = Parse($$"""{"count":1,"workspaces":{"1":{{json}}},"results":[{"key":"workspaces","id":"1"}]}""");
        return KantataRecords.Workspace(envelope, envelope.Results[0]);
    }

    private static KantataRecord WorkspaceWithGroups(string members)
    {
        string json = members == "{}" ? """{"id":"1","price_in_cents":null}""" : """{"id":"1","price_in_cents":null,""" + members[1..];
        using BrainstemEnvelope envelope = Parse($$"""
            {"count":1,"workspaces":{"1":{{json}}},"results":[{"key":"workspaces","id":"1"}],
             "workspace_groups":{"70":{"id":"70","company":true},"71":{"id":"71","company":false},"72":{"id":"72","company":true} } }
            """);
        return KantataRecords.Workspace(envelope, envelope.Results[0]);
    }
}
