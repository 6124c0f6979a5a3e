using System.Text.RegularExpressions;

namespace Canonical.Contracts.Tests;

public sealed partial class ContractSiteTests
{
    public static TheoryData<string> Folders => [Repository.Schemas, Path.Combine(Repository.Golden, "schemas")];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Create_Folder_HasAPageOfEveryContractVersion(string folder)
    {
        var catalog = ContractCatalog.Load(folder);

        var names = ContractSite.Create(catalog, "Contracts").Files.Select(f => f.Name).ToList();

        foreach (var versions in catalog.Contracts.GroupBy(c => c.Name, StringComparer.Ordinal))
        {
            Assert.Contains($"{versions.Key}.html", names);
            foreach (var older in versions.SkipLast(1)) Assert.Contains($"{older.Name}-{older.Version}.html", names);
        }
        Assert.Equal(catalog.Contracts.Count + 4, names.Count);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Create_Folder_EveryLinkLeadsToAPlaceOfTheSite(string folder)
    {
        var site = ContractSite.Create(ContractCatalog.Load(folder), "Contracts");
        var places = site.Files.SelectMany(f => Ids().Matches(f.Content).Select(m => $"{f.Name}#{m.Groups["at"].Value}").Prepend(f.Name)).ToHashSet(StringComparer.Ordinal);

        var links = site.Files.Where(f => f.Name.EndsWith(".html", StringComparison.Ordinal))
            .SelectMany(f => Links().Matches(f.Content).Select(m => m.Groups["at"].Value.StartsWith('#') ? f.Name + m.Groups["at"].Value : m.Groups["at"].Value)).Distinct(StringComparer.Ordinal).ToList();

        Assert.True(links.Count > 20, $"Only {links.Count} links.");
        Assert.Equal([], links.Except(places, StringComparer.Ordinal));
        var search = site.Files.Single(f => f.Name == "search.js").Content;
        var addresses = Addresses().Matches(search).Select(m => m.Groups["at"].Value).ToList();
        Assert.NotEmpty(addresses);
        Assert.Equal([], addresses.Except(places, StringComparer.Ordinal));
    }

    [Fact]
    public void Create_Twice_GivesTheSameBytes()
    {
        var first = ContractSite.Create(ContractCatalog.Load(Repository.Schemas), "Contracts");
        var second = ContractSite.Create(ContractCatalog.Load(Repository.Schemas), "Contracts");

        Assert.Equal(first.Files, second.Files);
    }

    // Whatever has no page is said: a file that is no JSON, a reference that leads nowhere, a keyword that is nonsense, a file that nobody lists.
    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"$id":"https://schemas.example.org/NAME","type":"object","properties":{"a":{"$ref":"#/$defs/nowhere"}}}""")]
    [InlineData("""{"$id":"https://schemas.example.org/NAME","type":"object","properties":{"a":{"$ref":"/unheard-of/1.0.0"}}}""")]
    [InlineData("""{"$id":"https://schemas.example.org/NAME","type":5}""")]
    public void Create_ContractThatCannotBeUsed_IsAFindingAndNoPage(string text)
    {
        using var folder = ContractFolder.Create();
        var contract = ContractCatalog.Load(folder.Path).Contracts.Last(c => c.Kind == ContractKind.BusinessObject);
        File.WriteAllText(Path.Combine(folder.Path, contract.Path), text.Replace("NAME", contract.Id, StringComparison.Ordinal));

        var site = ContractSite.Create(ContractCatalog.Load(folder.Path), "Contracts");

        Assert.Contains(site.Findings, f => f.Code == ContractCodes.UnusableSchema && f.File == contract.Path);
        Assert.Contains(site.Files, f => f.Name == "index.html");
        Assert.DoesNotContain(site.Files, f => f.Content.Contains(contract.Id, StringComparison.Ordinal) && f.Name == $"{contract.Name}-{contract.Version}.html");
    }

    [Fact]
    public void Create_FileThatTheCatalogDoesNotList_IsAFinding()
    {
        using var folder = ContractFolder.Create();
        Assert.Empty(ContractSite.Create(ContractCatalog.Load(folder.Path), "Contracts").Findings);
        Directory.CreateDirectory(Path.Combine(folder.Path, "unlisted"));
        File.WriteAllText(Path.Combine(folder.Path, "unlisted", "1.0.0.json"), "{}");

        Assert.Equal(ContractCodes.NotInCatalog, Assert.Single(ContractSite.Create(ContractCatalog.Load(folder.Path), "Contracts").Findings).Code);
    }

    [Fact]
    public void Create_DescriptionWithMarkup_StaysText()
    {
        using var folder = ContractFolder.Create();
        var contract = ContractCatalog.Load(folder.Path).Contracts.First(c => c.Kind == ContractKind.BusinessObject);
        folder.Edit(contract.Path, json => json["description"] = "<script>alert(1)</script> & `a<b`");

        var page = ContractSite.Create(ContractCatalog.Load(folder.Path), "A <b> & \"C\"").Files.Single(f => f.Name == contract.Name + ".html").Content;

        Assert.Contains("""<p class="lead">&lt;script&gt;alert(1)&lt;/script&gt; &amp; <code>a&lt;b</code></p>""", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("A &lt;b&gt; &amp; &quot;C&quot;</title>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NewVersion_SaysWhatChanged()
    {
        using var folder = ContractFolder.Create();
        var old = ContractCatalog.Load(folder.Path).Contracts.Last(c => c.Kind == ContractKind.BusinessObject);
        File.Copy(folder.Full(old.Path), folder.Full($"{old.Name}/9.0.0.json"));
        folder.Edit($"{old.Name}/9.0.0.json", json =>
        {
            json["$id"] = json["$id"]!.GetValue<string>().Replace(old.Version, "9.0.0", StringComparison.Ordinal);
            json["properties"]!["aNewMember"] = new System.Text.Json.Nodes.JsonObject { ["type"] = "string", ["maxLength"] = 7, ["description"] = "New." };
            json["properties"]!.AsObject().Remove("observedAt");
        });
        folder.Edit(ContractCatalog.FileName, json => json["contracts"]!.AsArray().Add(new System.Text.Json.Nodes.JsonObject
        {
            ["object"] = old.Name,
            ["version"] = "9.0.0",
            ["kind"] = "object",
            ["status"] = "draft",
            ["steward"] = "tests",
            ["systemOfRecord"] = "erp",
        }));

        var files = ContractSite.Create(ContractCatalog.Load(folder.Path), "Contracts").Files;

        var page = files.Single(f => f.Name == old.Name + ".html").Content;
        Assert.Contains("<li>aNewMember added, optional.</li>", page, StringComparison.Ordinal);
        Assert.Contains("<li>observedAt removed.</li>", page, StringComparison.Ordinal);
        Assert.Contains("<p class=\"rule\">at most 7 characters</p>", page, StringComparison.Ordinal);
        var olderPage = files.Single(f => f.Name == $"{old.Name}-{old.Version}.html").Content;
        Assert.Contains("An older version", olderPage, StringComparison.Ordinal);
        Assert.DoesNotContain("An older version", page, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteTo_Folder_LeavesOtherFilesAlone()
    {
        var folder = Directory.CreateTempSubdirectory("canonical-site-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "CNAME"), "contracts.example");

            ContractSite.Create(ContractCatalog.Load(Path.Combine(Repository.Golden, "schemas")), "Contracts").WriteTo(folder);

            Assert.Equal("contracts.example", File.ReadAllText(Path.Combine(folder, "CNAME")));
            Assert.True(File.Exists(Path.Combine(folder, "index.html")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex("<[^>]* id=\"(?<at>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Ids();

    [GeneratedRegex("<[^>]* href=\"(?<at>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Links();

    [GeneratedRegex("\"a\":\"(?<at>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Addresses();
}
