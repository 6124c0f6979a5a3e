using System.Net;
using System.Text;

namespace Canonical.Mapping;

/// <summary>The same page for a browser: one file, no script, nothing from the network.</summary>
internal static class LineageHtml
{
    private const string Style = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1c2733;background:#fff}table{border-collapse:collapse;width:100%;margin:1rem 0}"
        + "th,td{border-bottom:1px solid #d6dde4;padding:.35rem .6rem;text-align:left;vertical-align:top}th{position:sticky;top:0;background:#f4f6f8}code{font:13px ui-monospace,monospace}"
        + "@media(prefers-color-scheme:dark){body{color:#e3e8ed;background:#14191f}th{background:#1f262e}th,td{border-color:#333d47}}";

    public static string Write(MappingLineage lineage)
    {
        var html = new StringBuilder();
        var title = Text(lineage.Title ?? lineage.Mapping);
        Line(html, "<!DOCTYPE html>");
        Line(html, "<html lang=\"en\">");
        Line(html, $"<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{Style}</style></head>");
        Line(html, "<body>");
        Line(html, $"<h1>{title}</h1>");
        Line(html, $"<p>Mapping {Code(lineage.Mapping)} {Text(lineage.Version)}: {Text(lineage.Source.System)} {Code(lineage.Source.ObjectType)} and {Code(lineage.Target.ToString())}. ⇄ both ways, → to the canonical object only, ← to the vendor only. <b>Bold</b> members are required by the contract.</p>");
        Line(html, "<h2>Canonical members</h2>");
        Line(html, "<table><thead><tr><th scope=\"col\">member</th><th scope=\"col\">direction</th><th scope=\"col\">vendor's field</th><th scope=\"col\">how</th><th scope=\"col\">lens</th><th scope=\"col\">what is lost</th></tr></thead><tbody>");
        foreach (var field in lineage.CanonicalFields)
        {
            var about = field.Description is null ? "" : $" title=\"{Text(field.Description)}\"";
            foreach (var step in field.Steps)
                Line(html, $"<tr><td{about}>{(field.IsRequired ? $"<b>{Code(field.Path)}</b>" : Code(field.Path))}</td><td>{LineageWords.Arrow(step.Direction)}</td><td>{Codes(step.Fields)}</td><td>{Text(LineageWords.How(step))}{Table(step)}</td><td>{Text(step.Lens ?? "")}</td><td>{Text(step.Loss ?? "")}</td></tr>");
        }

        Line(html, "</tbody></table>");
        Line(html, "<h2>Vendor's fields</h2>");
        Line(html, "<table><thead><tr><th scope=\"col\">field</th><th scope=\"col\">direction</th><th scope=\"col\">canonical member</th><th scope=\"col\">how</th><th scope=\"col\">lens</th></tr></thead><tbody>");
        foreach (var field in lineage.VendorFields)
        {
            foreach (var step in field.Steps)
                Line(html, $"<tr><td>{Code(field.Path)}</td><td>{LineageWords.Arrow(step.Direction)}</td><td>{Codes(step.Fields)}</td><td>{Text(LineageWords.How(step))}</td><td>{Text(step.Lens ?? "")}</td></tr>");
        }

        Line(html, "</tbody></table>");
        if (lineage.UnmappedMembers.Count > 0)
            Line(html, $"<h2>Not mapped</h2><p>Members of {Code(lineage.Target.ToString())} that no lens writes: {Codes(lineage.UnmappedMembers)}.</p>");
        Line(html, "</body>");
        Line(html, "</html>");
        return html.ToString();
    }

    private static string Table(LineageStep step) =>
        step.Codes.Count == 0 ? "" : $"<details><summary>codes</summary>{string.Join("<br>", step.Codes.Select(code => $"{Code(code.Vendor)} {LineageWords.Arrow(code.Direction)} {Code(code.Canonical)}"))}</details>";

    private static string Codes(IReadOnlyList<string> items) => string.Join(", ", items.Select(Code));

    private static string Code(string text) => $"<code>{Text(text)}</code>";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Line(StringBuilder html, string line) => html.Append(line).Append('\n');
}
