using System.Text;

using Canonical.Mapping;

namespace Connectors.Abstractions;

/// <summary>Turns what a mapping says about a record into the issues of that record, the same for every connector.</summary>
public static class MappingIssueExtensions
{
    /// <summary>The issue of a mapping as an issue of the record, with both places.</summary>
    /// <param name="issue">The mapping's issue.</param>
    /// <returns>The record's issue.</returns>
    public static RecordIssue ToRecordIssue(this MappingIssue issue)
    {
        ArgumentNullException.ThrowIfNull(issue);
        return new RecordIssue
        {
            Code = issue.Code,
            Kind = issue.Kind switch
            {
                MappingIssueKind.UnknownCode => IssueKind.BusinessRule,
                MappingIssueKind.ReferenceMissing => IssueKind.NotFound,
                MappingIssueKind.Configuration => IssueKind.Configuration,
                _ => IssueKind.Validation,
            },
            Path = issue.TargetPath is { Length: > 0 } target ? ToPointer(target) : null,
            VendorPath = issue.SourcePath,
            Message = issue.Message,
            Remedy = issue.Remedy,
        };
    }

    // A member path of a mapping as a JSON Pointer: lines[2].amount is /lines/2/amount. A selector such as phones[kind=main] has no index to point at: the array itself is the place.
    // Issues of the contract carry the pointer already.
    private static string ToPointer(string path)
    {
        if (path.StartsWith('/'))
            return path;
        var pointer = new StringBuilder("/", path.Length + 8);
        bool quoted = false;
        for (int i = 0; i < path.Length; i++)
        {
            char c = path[i];
            if (c == '\'')
                quoted = !quoted;
            else if (quoted || c is not ('.' or '[' or ']'))
                pointer.Append(c switch { '~' => "~0", '/' => "~1", _ => c.ToString() });
            else if (c == '[' && (i + 1 == path.Length || !char.IsAsciiDigit(path[i + 1])))
                break;
            else if (c != ']')
                pointer.Append('/');
        }

        return pointer.ToString();
    }
}
