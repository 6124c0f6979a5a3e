using System.Text;

namespace Canonical.Contracts;

// One version of one contract: what it is, its members, rules, examples, versions and the contract itself.
internal sealed class ObjectPage(string folder, string siteTitle, IReadOnlyList<SiteRelation> relations, Func<string, string> href)
{
    // Versions are all of the same contract, oldest first.
    public string Write(SiteContract contract, IReadOnlyList<SiteContract> versions)
    {
        var document = contract.Document;
        var html = new Html();
        html.Line($"<h1>{contract.Title} <small>{document.Version}</small></h1>");
        html.Line($"""<p class="lead">{Html.Prose(contract.Description)}</p>""");
        if (versions[^1] != contract) html.Line($"""<p class="older">An older version: <a href="{versions[^1].FileName}">{versions[^1].Document.Version}</a> is the newest.</p>""");
        WriteFacts(html, contract);
        if (document.Kind == ContractKind.BusinessObject)
        {
            html.Line($"""<h2 id="references">References</h2>""");
            html.Add($"{RelationDiagram.Around(document.Name, relations, href)}");
        }
        foreach (var part in contract.Parts) WritePart(html, contract, part);
        WriteLaws(html, contract);
        WriteExamples(html, contract);
        WriteVersions(html, contract, versions);
        html.Line($"""<details><summary>The contract as JSON Schema</summary><pre>{Encoding.UTF8.GetString(document.Utf8Json.Span)}</pre></details>""");
        return SiteLayout.Page(contract.Title, siteTitle, html);
    }

    private static void WriteFacts(Html html, SiteContract contract)
    {
        var document = contract.Document;
        html.Line($"""<dl class="facts">""");
        html.Line($"<dt>Contract</dt><dd><code>{document.Id}</code></dd>");
        html.Line($"<dt>Status</dt><dd>{Status(document.Status)}</dd>");
        html.Line($"<dt>Steward</dt><dd>{document.Steward}</dd>");
        if (document.SystemOfRecord is { } system) html.Line($"<dt>System of record</dt><dd>{system}</dd>");
        if (contract.NaturalKey.Count > 0) html.Line($"<dt>Natural key</dt><dd>{string.Join(", ", contract.NaturalKey)}</dd>");
        html.Line($"</dl>");
    }

    private static void WritePart(Html html, SiteContract contract, SitePart part)
    {
        var isRoot = part.Name.Length == 0;
        html.Line($"""<section id="{(isRoot ? "members" : part.Name)}">""");
        html.Line($"""<h2>{(isRoot ? "Members" : part.Name)}{(part.Path.Length == 0 ? "" : $" · {part.Path.TrimEnd('.')}")}</h2>""");
        if (!isRoot) html.Line($"<p>{Html.Prose(part.Description)}</p>");
        foreach (var rule in part.Rules) html.Line($"""<p class="rule">{rule}</p>""");
        if (part.Members.Count > 0)
        {
            html.Line($"""<div class="members" role="table" aria-label="{(isRoot ? contract.Title : part.Name)}">""");
            foreach (var member in part.Members) WriteMember(html, part, member);
            html.Line($"</div>");
        }
        html.Line($"</section>");
    }

    private static void WriteMember(Html html, SitePart part, SiteMember member)
    {
        html.Line($"""<div class="member" role="row" id="{Anchor(part, member)}">""");
        html.Line($"""<div class="name" role="rowheader"><a href="#{Anchor(part, member)}"><code>{member.Name}</code></a>{(member.Required ? Html.Of("").Add($"<b title=\"must be given\">required</b>") : Html.Of(""))}</div>""");
        html.Line($"""<div class="type" role="cell">{(member.Type.IsList ? "list of " : "")}{Type(member.Type)}</div>""");
        html.Line($"""<div class="text" role="cell"><p>{Html.Prose(member.Description)}</p>""");
        if (member.Codes.Count > 0) WriteCodes(html, member.Codes);
        foreach (var rule in member.Rules) html.Line($"""<p class="rule">{rule}</p>""");
        foreach (var mark in member.Marks) html.Line($"""<span class="mark {mark.Kind}" title="{mark.Explanation}">{mark.Text}</span>""");
        html.Line($"</div></div>");
    }

    private static void WriteCodes(Html html, IReadOnlyList<SiteCode> codes)
    {
        html.Add($"""<p class="codes">""");
        foreach (var code in codes) html.Add($"""<code{(code.Description is null ? Html.Of("") : new Html().Add($" title=\"{code.Description}\""))}>{code.Value}</code> """);
        html.Line($"</p>");
    }

    private static void WriteLaws(Html html, SiteContract contract)
    {
        if (contract.Laws.Count == 0) return;
        html.Line($"""<section id="laws"><h2>Laws</h2>""");
        html.Line($"<p>They hold between members and are checked after the contract.</p><ul>");
        foreach (var (code, description) in contract.Laws) html.Line($"<li><code>{code}</code> {Html.Prose(description)}</li>");
        html.Line($"</ul></section>");
    }

    private void WriteExamples(Html html, SiteContract contract)
    {
        var examples = SiteExamples.Read(folder, contract.Document);
        if (examples.Count == 0) return;
        html.Line($"""<section id="examples"><h2>Examples</h2>""");
        foreach (var example in examples)
        {
            html.Line($"""<details class="{example.Kind}"><summary><b>{example.Kind}</b> {example.Name}{(example.Why.Length == 0 ? "" : $": {example.Why}")}</summary>""");
            if (example.Breaks.Length > 0) html.Line($"<p>Breaks <code>{example.Breaks}</code>.</p>");
            html.Line($"<pre>{example.Json}</pre></details>");
        }
        html.Line($"</section>");
    }

    private static void WriteVersions(Html html, SiteContract contract, IReadOnlyList<SiteContract> versions)
    {
        html.Line($"""<section id="versions"><h2>Versions</h2><ol class="versions">""");
        for (var i = versions.Count - 1; i >= 0; i--)
        {
            var version = versions[i];
            html.Line($"""<li><a href="{version.FileName}"{(version == contract ? new Html().Add($" aria-current=\"page\"") : Html.Of(""))}>{version.Document.Version}</a> {Status(version.Document.Status)} <code title="SHA-256 of the contract">{version.Document.Sha256.AsSpan(0, 12).ToString()}</code>""");
            if (i == 0) html.Line($"<p>The first version.</p>");
            else
            {
                html.Line($"<ul>");
                foreach (var change in VersionChanges.Between(versions[i - 1], version)) html.Line($"<li>{change}</li>");
                html.Line($"</ul>");
            }
            html.Line($"</li>");
        }
        html.Line($"</ol></section>");
    }

    private static Html Type(SiteType type) => type.Link is null ? Html.Of(type.Text) : new Html().Add($"""<a href="{type.Link}">{type.Text}</a>""");

    public static string Anchor(SitePart part, SiteMember member) => part.Name.Length == 0 ? $"m-{member.Name}" : $"m-{part.Name}-{member.Name}";

    public static string Status(ContractStatus status) => status switch
    {
        ContractStatus.Draft => "draft",
        ContractStatus.Active => "active",
        ContractStatus.Deprecated => "deprecated",
        _ => "retired",
    };
}
