namespace Canonical.Contracts;

// The first page: every object by the system that usually leads, and how they refer to each other.
internal static class IndexPage
{
    public static string Write(string title, IReadOnlyList<SiteContract> newest, IReadOnlyList<SiteRelation> relations, Func<string, string> href)
    {
        var objects = newest.Where(c => c.Document.Kind == ContractKind.BusinessObject).ToList();
        var html = new Html();
        html.Line($"<h1>{title}</h1>");
        html.Line($"""<p class="lead">{objects.Count} objects with one definition each.</p>""");
        var bySystem = objects.GroupBy(c => c.Document.SystemOfRecord ?? "", StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        foreach (var group in bySystem)
        {
            html.Line($"<section><h2>{(group.Key.Length == 0 ? "Other objects" : $"Usually led by {group.Key}")}</h2>");
            WriteList(html, group);
            html.Line($"</section>");
        }
        var others = newest.Where(c => c.Document.Kind != ContractKind.BusinessObject).ToList();
        if (others.Count > 0)
        {
            html.Line($"<section><h2>Shared definitions and documents</h2>");
            WriteList(html, others);
            html.Line($"</section>");
        }
        if (objects.Count > 0)
        {
            html.Line($"""<section id="references"><h2>References</h2>""");
            html.Line($"<p>An arrow leads from an object to one that it refers to; a column holds what one kind of system usually leads. Point at an object to see its own arrows.</p>");
            html.Add($"{RelationDiagram.Whole(bySystem.SelectMany(g => g).GroupBy(c => c.Document.SystemOfRecord ?? "", c => c.Document.Name, StringComparer.Ordinal), relations, href)}");
            html.Line($"</section>");
        }
        return SiteLayout.Page("Contracts", title, html);
    }

    private static void WriteList(Html html, IEnumerable<SiteContract> contracts)
    {
        html.Line($"""<ul class="cards">""");
        foreach (var contract in contracts)
        {
            html.Line($"""<li><a href="{contract.FileName}">{contract.Title}</a> <small>{contract.Document.Version} · {ObjectPage.Status(contract.Document.Status)}</small><p>{Html.Prose(contract.Description)}</p></li>""");
        }
        html.Line($"</ul>");
    }
}
