namespace Connectors.Abstractions.Tests;

public sealed class RecordIssueTests
{
    [Fact]
    public void ToString_EveryPart_IsOneLine()
    {
        var issue = new RecordIssue { Code = "MAP2008", Kind = IssueKind.NotFound, Message = "The customer is not known.", Path = "/customer", VendorPath = "AccountId", Remedy = "Bring it over first." };

        Assert.Equal("MAP2008 NotFound at /customer (AccountId): The customer is not known. Bring it over first.", issue.ToString());
    }

    [Fact]
    public void ToString_OnlyWhatIsRequired_HasNoEmptyPlaces() =>
        Assert.Equal("CON1013 UnknownOutcome: No answer came.", new RecordIssue { Code = "CON1013", Kind = IssueKind.UnknownOutcome, Message = "No answer came." }.ToString());

    [Fact]
    public void ToString_WholeObject_IsTheRoot() =>
        Assert.Equal("LAW0101 Validation at /: It does not add up.", new RecordIssue { Code = "LAW0101", Kind = IssueKind.Validation, Message = "It does not add up.", Path = "" }.ToString());
}
