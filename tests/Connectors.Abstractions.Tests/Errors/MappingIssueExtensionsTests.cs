using Canonical.Mapping;

namespace Connectors.Abstractions.Tests;

public sealed class MappingIssueExtensionsTests
{
    [Theory]
    [InlineData("name", "/name")]
    [InlineData("billingAddress.country", "/billingAddress/country")]
    [InlineData("lines[2].amount", "/lines/2/amount")]
    [InlineData("phones[kind=main].number", "/phones")]
    [InlineData("extensions.'acme.crm'.a/b~c", "/extensions/acme.crm/a~1b~0c")]
    [InlineData("/already/a~1pointer", "/already/a~1pointer")]
    public void ToRecordIssue_TargetPath_BecomesAJsonPointerBesideTheVendorsPath(string targetPath, string expected)
    {
        RecordIssue issue = Issue(MappingIssueKind.MissingValue, targetPath).ToRecordIssue();

        Assert.Equal(expected, issue.Path);
        Assert.Equal("Vendor.Field", issue.VendorPath);
    }

    [Theory]
    [InlineData(MappingIssueKind.UnknownCode, IssueKind.BusinessRule)]
    [InlineData(MappingIssueKind.ReferenceMissing, IssueKind.NotFound)]
    [InlineData(MappingIssueKind.Configuration, IssueKind.Configuration)]
    [InlineData(MappingIssueKind.MissingValue, IssueKind.Validation)]
    public void ToRecordIssue_Kind_SaysWhoActs(MappingIssueKind kind, IssueKind expected) =>
        Assert.Equal(expected, Issue(kind, "name").ToRecordIssue().Kind);

    private static MappingIssue Issue(MappingIssueKind kind, string targetPath) => new()
    {
        Code = "MAP2003",
        Severity = MappingSeverity.Error,
        Kind = kind,
        SourcePath = "Vendor.Field",
        TargetPath = targetPath,
        Message = "What is wrong.",
        Remedy = "What to do.",
    };
}
