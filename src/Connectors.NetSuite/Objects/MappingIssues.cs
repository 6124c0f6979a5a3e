using System.Text;

using Canonical.Mapping;

using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>Turns the issues of a mapping into issues of a record.</summary>
internal static class MappingIssues
{
    public static IReadOnlyList<RecordIssue> ToRecordIssues(IReadOnlyList<MappingIssue> issues) => [.. issues.Select(ToRecordIssue)];

    /// <summary>A member path of a mapping as a JSON Pointer: <c>lines[2].amount</c> is <c>/lines/2/amount</c>.</summary>
    public static string ToPointer(string path)
    {
        // Issues carry the pointer already where the contract found them.
        if (path.StartsWith('/'))
            return path;
        var pointer = new StringBuilder("/");
        foreach (char c in path)
        {
            if (c is '.' or '[')
                pointer.Append('/');
            else if (c == '~')
                pointer.Append("~0");
            else if (c == '/')
                pointer.Append("~1");
            else if (c is not (']' or '\''))
                pointer.Append(c);
        }

        return pointer.ToString();
    }

    private static RecordIssue ToRecordIssue(MappingIssue issue) => new()
    {
        Code = issue.Code,
        Kind = issue.Kind switch
        {
            MappingIssueKind.ReferenceMissing => IssueKind.NotFound,
            MappingIssueKind.Configuration => IssueKind.Configuration,
            _ => IssueKind.Validation,
        },
        Message = issue.Message,
        Path = issue.TargetPath is { } target ? ToPointer(target) : issue.SourcePath,
        Remedy = issue.Remedy,
    };
}
