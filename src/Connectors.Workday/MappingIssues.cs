using Canonical.Mapping;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>What the mapping says about a record, in the words of a source.</summary>
internal static class MappingIssues
{
    public static RecordIssue ToRecordIssue(MappingIssue issue) => new()
    {
        Code = issue.Code,
        Kind = issue.Kind switch
        {
            MappingIssueKind.UnknownCode => IssueKind.BusinessRule,
            MappingIssueKind.ReferenceMissing => IssueKind.NotFound,
            MappingIssueKind.Configuration => IssueKind.Configuration,
            _ => IssueKind.Validation,
        },
        Path = issue.TargetPath ?? issue.SourcePath,
        Message = issue.Message,
        Remedy = issue.Remedy,
    };
}
