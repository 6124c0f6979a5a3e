using System.Text;

namespace Canonical.Mapping;

/// <summary>The page that people ask vendors for.</summary>
internal static class LineageMarkdown
{
    public static string Write(MappingLineage lineage)
    {
        var text = new StringBuilder();
        Line(text, $"# {lineage.Title ?? lineage.Mapping}");
        Line(text);
        Line(text, $"Mapping `{lineage.Mapping}` {lineage.Version}: {lineage.Source.System} `{lineage.Source.ObjectType}` and `{lineage.Target}`.");
        Line(text, "⇄ both ways, → to the canonical object only, ← to the vendor only. **Bold** members are required by the contract.");
        if (lineage.CanonicalFields.Count > 0)
        {
            Head(text, "Canonical members", "| member | | vendor's field | how | lens | what is lost |", "|---|---|---|---|---|---|");
            Rows(text, lineage.CanonicalFields);
        }

        if (lineage.VendorFields.Count > 0)
            Head(text, "Vendor's fields", "| field | | canonical member | how | lens |", "|---|---|---|---|---|");
        foreach (var field in lineage.VendorFields)
        {
            foreach (var step in field.Steps)
                Line(text, $"| {Code(field.Path)} | {LineageWords.Arrow(step.Direction)} | {Codes(step.Fields)} | {Cell(LineageWords.How(step))} | {Cell(step.Lens ?? "")} |");
        }

        Tables(text, lineage);
        if (lineage.UnmappedMembers.Count > 0)
        {
            Line(text);
            Line(text, "## Not mapped");
            Line(text);
            Line(text, $"Members of `{lineage.Target}` that no lens writes: {Codes(lineage.UnmappedMembers)}.");
        }

        return text.ToString();
    }

    private static void Head(StringBuilder text, string title, string columns, string rule)
    {
        Line(text);
        Line(text, "## " + title);
        Line(text);
        Line(text, columns);
        Line(text, rule);
    }

    private static void Rows(StringBuilder text, IReadOnlyList<LineageField> fields)
    {
        foreach (var field in fields)
        {
            foreach (var step in field.Steps)
            {
                var name = field.IsRequired ? $"**{Code(field.Path)}**" : Code(field.Path);
                Line(text, $"| {name} | {LineageWords.Arrow(step.Direction)} | {Codes(step.Fields)} | {Cell(LineageWords.How(step))} | {Cell(step.Lens ?? "")} | {Cell(step.Loss ?? "")} |");
            }
        }
    }

    private static void Tables(StringBuilder text, MappingLineage lineage)
    {
        var tables = lineage.CanonicalFields.SelectMany(field => field.Steps.Select(step => (field.Path, Step: step))).Where(pair => pair.Step.Codes.Count > 0).ToList();
        if (tables.Count == 0)
            return;
        Line(text);
        Line(text, "## Codes");
        foreach (var (path, step) in tables)
        {
            Line(text);
            Line(text, $"### {path}");
            Line(text);
            Line(text, $"| {string.Join(" or ", step.Fields.Select(Cell))} | | {Cell(path)} |");
            Line(text, "|---|---|---|");
            foreach (var code in step.Codes)
                Line(text, $"| {Code(code.Vendor)} | {LineageWords.Arrow(code.Direction)} | {Code(code.Canonical)} |");
        }
    }

    private static string Codes(IReadOnlyList<string> items) => string.Join(", ", items.Select(Code));

    // A pipe would end the cell, also between back-ticks.
    private static string Code(string text) => text.Contains('`', StringComparison.Ordinal) ? Cell(text) : $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string Cell(string text)
    {
        var cell = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            switch (c)
            {
                case '|' or '<' or '>' or '`' or '*' or '_' or '[' or ']':
                    cell.Append('\\').Append(c);
                    break;
                case '\r' or '\n':
                    cell.Append(' ');
                    break;
                default:
                    cell.Append(c);
                    break;
            }
        }

        return cell.ToString();
    }

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
