using System.Globalization;

namespace Canonical.Contracts;

// Objects and their references as an inline picture. No script and no asset is needed to see it.
internal static class RelationDiagram
{
    private const int BoxWidth = 150;
    private const int BoxHeight = 30;
    private const int ColumnGap = 70;
    private const int RowGap = 12;
    private const int Margin = 8;

    // One object between those that refer to it and those that it refers to.
    public static Html Around(string name, IReadOnlyList<SiteRelation> relations, Func<string, string> href)
    {
        var into = relations.Where(r => r.To == name && r.From != name).Select(r => r.From).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var from = relations.Where(r => r.From == name && r.To != name).Select(r => r.To).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var columns = new List<List<Box>> { into.ConvertAll(n => new Box(n, n)), new() { new(name, name) }, from.ConvertAll(n => new Box(n, n + "\n")) };
        var links = new List<Link>();
        links.AddRange(into.Select(n => new Link(n, name, Members(relations, n, name))));
        links.AddRange(from.Select(n => new Link(name, n + "\n", Members(relations, name, n))));
        return Draw(columns, links, $"{name} and its neighbours", name, href);
    }

    // Everything at once is a tangle of arrows: the columns are the systems that usually lead, and a page shows the arrows of the object that is pointed at.
    public static Html Whole(IEnumerable<IGrouping<string, string>> groups, IReadOnlyList<SiteRelation> relations, Func<string, string> href)
    {
        var columns = groups.Select(group => group.Select(name => new Box(name, name)).ToList()).ToList();
        var targets = columns.SelectMany(column => column).ToDictionary(
            box => box.Name,
            box => relations.Where(r => r.From == box.Name && r.To != box.Name).Select(r => r.To).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList(),
            StringComparer.Ordinal);
        Untangle(columns, targets);
        var links = targets.SelectMany(t => t.Value.Select(to => new Link(t.Key, to, Members(relations, t.Key, to)))).ToList();
        return Draw(columns, links, "All objects and their references", focus: null, href);
    }

    private static string Members(IReadOnlyList<SiteRelation> relations, string from, string to) =>
        string.Join(", ", relations.Where(r => r.From == from && r.To == to).Select(r => r.Member).Distinct(StringComparer.Ordinal));

    // Two sweeps by the middle of the neighbours: fewer arrows cross, and the same contracts always give the same picture.
    private static void Untangle(List<List<Box>> columns, Dictionary<string, List<string>> targets)
    {
        for (var sweep = 0; sweep < 2; sweep++)
        {
            var place = columns.SelectMany(c => c.Select((box, row) => (box.Name, Row: (row + 1.0) / (c.Count + 1)))).ToDictionary(p => p.Name, p => p.Row, StringComparer.Ordinal);
            for (var i = columns.Count - 1; i >= 0; i--)
            {
                columns[i] = [.. columns[i].OrderBy(box => Middle(box.Name)).ThenBy(box => box.Name, StringComparer.Ordinal)];
                for (var row = 0; row < columns[i].Count; row++) place[columns[i][row].Name] = (row + 1.0) / (columns[i].Count + 1);
            }

            double Middle(string name)
            {
                var near = targets[name].Concat(targets.Where(t => t.Value.Contains(name, StringComparer.Ordinal)).Select(t => t.Key)).Where(place.ContainsKey).ToList();
                return near.Count == 0 ? place[name] : near.Average(n => place[n]);
            }
        }
    }

    private static Html Draw(List<List<Box>> columns, List<Link> links, string title, string? focus, Func<string, string> href)
    {
        columns = columns.FindAll(c => c.Count > 0);
        var rows = columns.Max(c => c.Count);
        var width = (2 * Margin) + (columns.Count * BoxWidth) + ((columns.Count - 1) * ColumnGap);
        var height = (2 * Margin) + (rows * BoxHeight) + ((rows - 1) * RowGap);
        var places = new Dictionary<string, (int X, int Y)>(StringComparer.Ordinal);
        for (var c = 0; c < columns.Count; c++)
        {
            var top = (height - (columns[c].Count * BoxHeight) - ((columns[c].Count - 1) * RowGap)) / 2;
            for (var r = 0; r < columns[c].Count; r++) places[columns[c][r].Key] = (Margin + (c * (BoxWidth + ColumnGap)), top + (r * (BoxHeight + RowGap)));
        }
        var svg = new Html();
        svg.Line($"""<div class="diagram"><svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{title}"><defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker></defs>""");
        foreach (var link in links.Where(l => places.ContainsKey(l.From) && places.ContainsKey(l.To)))
        {
            svg.Line($"""<path class="link" marker-end="url(#arrow)" data-from="{link.From.TrimEnd()}" data-to="{link.To.TrimEnd()}" d="{Curve(places[link.From], places[link.To])}"><title>{link.From.TrimEnd()} refers to {link.To.TrimEnd()}: {link.Members}</title></path>""");
        }
        foreach (var box in columns.SelectMany(c => c))
        {
            var (x, y) = places[box.Key];
            svg.Line($"""<a href="{href(box.Name)}" class="box{(box.Name == focus ? " focus" : "")}" data-name="{box.Name}"><rect x="{x}" y="{y}" width="{BoxWidth}" height="{BoxHeight}" rx="6"/><text x="{x + (BoxWidth / 2)}" y="{y + 20}" text-anchor="middle">{box.Name}</text></a>""");
        }
        return svg.Line($"</svg></div>");
    }

    private static string Curve((int X, int Y) from, (int X, int Y) to)
    {
        var (y1, y2) = (from.Y + (BoxHeight / 2), to.Y + (BoxHeight / 2));
        var forward = from.X < to.X;
        var (x1, x2) = forward ? (from.X + BoxWidth, to.X) : from.X == to.X ? (from.X + BoxWidth, to.X + BoxWidth) : (from.X, to.X + BoxWidth);
        // An arrow inside a column bows out of it.
        var (c1, c2) = from.X == to.X ? (x1 + (ColumnGap / 2), x2 + (ColumnGap / 2)) : ((x1 + x2) / 2, (x1 + x2) / 2);
        return string.Create(CultureInfo.InvariantCulture, $"M{x1} {y1} C{c1} {y1} {c2} {y2} {x2} {y2}");
    }

    // An object may stand on both sides of another: the key tells the two boxes apart.
    private sealed record Box(string Name, string Key);

    private sealed record Link(string From, string To, string Members);
}
