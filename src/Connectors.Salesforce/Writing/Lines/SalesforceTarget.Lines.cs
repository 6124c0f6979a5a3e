using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

using Canonical.Mapping;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <content>Records that are written with their lines.</content>
internal sealed partial class SalesforceTarget<T>
{
    /// <summary>An object as a record with its lines, or why it cannot be written.</summary>
    public bool TryPrepare(T value, [NotNullWhen(true)] out SalesforceHeader? header, [NotNullWhen(false)] out WriteOutcome? rejected)
    {
        header = null;
        if (!TryMap(value, out string key, out ReadOnlyMemory<byte> vendor, out rejected))
            return false;
        using JsonDocument mapped = JsonDocument.Parse(vendor);
        var sets = new List<SalesforceLineSet>();
        foreach (SalesforceLineOptions options in Options.Lines!)
        {
            if (!TryReadLines(mapped.RootElement, key, options, out List<SalesforceLine>? lines, out rejected))
                return false;
            sets.Add(new SalesforceLineSet(options, lines));
        }

        header = new SalesforceHeader(key, Parse(Clean(vendor, member => !_relations.Contains(member.Name))), sets);
        return true;
    }

    private bool TryReadLines(JsonElement mapped, string key, SalesforceLineOptions options, out List<SalesforceLine>? lines, [NotNullWhen(false)] out WriteOutcome? rejected)
    {
        lines = null;
        rejected = null;
        JsonElement list = SalesforceValues.At(mapped, options.Relation + ".records");
        if (list.ValueKind != JsonValueKind.Array)
            return true;
        lines = [];
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonElement line in list.EnumerateArray())
        {
            JsonElement own = SalesforceValues.At(line, options.KeyMember);
            string? text = own.ValueKind is JsonValueKind.String or JsonValueKind.Number ? own.ToString().Trim() : null;
            string full = string.IsNullOrEmpty(text) ? "" : options.KeyOf(key, text, isCanonical: Options.ExternalId is null).Trim();
            if (full.Length == 0 || !keys.Add(full))
            {
                rejected = WriteOutcome.Rejected(new RecordIssue
                {
                    Code = SalesforceErrorCodes.LineUnfit,
                    Kind = IssueKind.Validation,
                    Message = full.Length == 0 ? "The line has no id of its own, and without one a second sending would create a second line." : "Two lines of the object have one id.",
                    Path = LinePointer(options, lines.Count, null),
                    VendorPath = FormattableString.Invariant($"{options.Relation}[{lines.Count}].{options.KeyMember}"),
                    Remedy = "Give each line of an object an id that stays.",
                });
                return false;
            }

            lines.Add(new SalesforceLine(full, lines.Count, Parse(Clean(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(line).ToArray(), member => !member.Name.Equals(options.KeyMember, StringComparison.OrdinalIgnoreCase)
                && !member.Name.Equals(options.ExternalIdField, StringComparison.OrdinalIgnoreCase) && !member.Name.Equals(options.ParentField, StringComparison.OrdinalIgnoreCase)))));
        }

        return true;
    }

    /// <summary>The place of a line in the canonical object, or of a member of it.</summary>
    public string LinePointer(SalesforceLineOptions options, int index, string? field)
    {
        LensDescription? each = Document.Lenses.FirstOrDefault(lens => lens.Kind == "each" && lens.SourcePaths.Contains(options.Relation + ".records"));
        string lines = each is { TargetPaths: [var target, ..] } ? ToPointer(target) : "";
        string line = FormattableString.Invariant($"{lines}/{index}");
        if (field is null)
            return line;
        string source = $"{options.Relation}{ChildMark}.{field}";
        string? member = Document.Lenses.FirstOrDefault(lens => lens.SourcePaths.Contains(source, StringComparer.OrdinalIgnoreCase) && lens.TargetPaths.Count > 0)?.TargetPaths[0];
        int inner = member?.IndexOf("[].", StringComparison.Ordinal) ?? -1;
        return inner < 0 ? line : line + ToPointer(member![(inner + 3)..]);
    }

    private void CheckLines(IReadOnlyList<SalesforceLineOptions>? lines, string parameter)
    {
        // Empty is an answer too: the record alone.
        if (lines is { Count: 0 })
            return;
        string[] untold = [.. _relations.Where(relation => lines?.Any(line => relation.Equals(line.Relation, StringComparison.OrdinalIgnoreCase)) != true)];
        if (untold.Length > 0)
            throw new ArgumentException($"The mapping '{Document.Id}' writes {string.Join(", ", untold)}. Say in {nameof(SalesforceWriteOptions<>.Lines)} how these child records are written, or give it empty to write {ObjectName} alone.", parameter);
        if (lines is null)
            return;

        foreach (SalesforceLineOptions line in lines)
        {
            line.Check(parameter);
            if (!_relations.Contains(line.Relation))
                throw new ArgumentException($"The mapping '{Document.Id}' does not write {line.Relation}.records, so {nameof(SalesforceWriteOptions<>.Lines)} cannot name it.", parameter);
        }

        if (lines.Select(static l => l.Relation).Distinct(StringComparer.OrdinalIgnoreCase).Count() != lines.Count)
            throw new ArgumentException($"{nameof(SalesforceWriteOptions<>.Lines)} names a relation twice.", parameter);
    }
}
