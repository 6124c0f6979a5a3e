using System.Text.Json.Nodes;

namespace Canonical.Contracts.Tests;

public sealed class CatalogTests
{
    private const string Contract = "work-order/1.0.0.json";
    private const string Valid = "work-order/1.0.0.examples/valid/full.json";
    private const string Invalid = "work-order/1.0.0.examples/invalid/missing-price.json";
    private const string Unlawful = "work-order/1.0.0.examples/unlawful/step-named-twice.json";

    [Fact]
    public void Verify_ContractsOfTheRepository_AreInOrder()
    {
        var catalog = ContractCatalog.Load(Repository.Schemas);

        // Every version file of the folder is in the catalog, and the other way round.
        var files = Directory.EnumerateDirectories(Repository.Schemas).SelectMany(folder => Directory.EnumerateFiles(folder, "*.json"))
            .Select(file => $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileNameWithoutExtension(file)}").Order(StringComparer.Ordinal);
        Assert.Equal(files, catalog.Contracts.Select(c => c.Id).Order(StringComparer.Ordinal));
        Assert.Contains("customer/1.0.0", catalog.Contracts.Select(c => c.Id));
        Assert.Equal("", string.Join('\n', catalog.Verify()));
    }

    [Fact]
    public void Verify_GoldenContracts_AreInOrder()
    {
        using var folder = ContractFolder.Create();

        Assert.Equal("", string.Join('\n', folder.Verify()));
    }

    [Fact]
    public void Find_NameOrId_GivesTheContract()
    {
        var catalog = ContractCatalog.Load(Repository.Schemas);

        Assert.Equal("customer/1.0.0", catalog.Find("customer")!.Id);
        Assert.Equal("customer/1.0.0", catalog.Find("customer/1.0.0")!.Id);
        Assert.Null(catalog.Find("customer/2.0.0"));
        Assert.Null(catalog.Find("nothing"));
    }

    [Fact]
    public void Load_NoCatalog_IsAFinding()
    {
        using var folder = ContractFolder.Create();
        File.Delete(folder.Full("catalog.json"));

        var findings = folder.Verify();

        Assert.Contains(findings, f => f is { Code: ContractCodes.Catalog, File: "catalog.json" });
        Assert.Contains(findings, f => f is { Code: ContractCodes.NotInCatalog, File: Contract });
    }

    [Fact]
    public void Load_NoSuchFolder_IsAFinding() => Assert.Equal(ContractCodes.Catalog, Assert.Single(ContractCatalog.Load("no-such-folder").Verify()).Code);

    [Theory]
    [InlineData("object", "Work Order")]
    [InlineData("object", "work--order")]
    [InlineData("version", "1.0")]
    [InlineData("version", "01.0.0")]
    [InlineData("kind", "thing")]
    [InlineData("status", "final")]
    [InlineData("steward", "")]
    [InlineData("systemOfRecord", null)]
    public void Load_EntryWithWrongMember_IsAFindingAtItsPlace(string member, string? value)
    {
        using var folder = ContractFolder.Create();
        folder.Edit("catalog.json", c => c["contracts"]![1]![member] = value);

        Assert.Contains(folder.Verify(), f => f is { Code: ContractCodes.Catalog, Location: "/contracts/1" } && f.Message.Contains(member, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_ListedTwiceOrMissing_IsAFinding()
    {
        using var folder = ContractFolder.Create();
        folder.Edit("catalog.json", c =>
        {
            var list = c["contracts"]!.AsArray();
            list.Add(list[1]!.DeepClone());
            var other = list[1]!.DeepClone();
            other["version"] = "1.1.0";
            list.Add(other);
        });

        var findings = folder.Verify();

        Assert.Contains(findings, f => f is { Code: ContractCodes.Catalog, Location: "/contracts/2" });
        Assert.Contains(findings, f => f is { Code: ContractCodes.MissingFile, File: "work-order/1.1.0.json" });
    }

    [Theory]
    [InlineData("$id", "https://schemas.example.com/work-order/1.0.1", ContractCodes.IdMismatch, "/$id")]
    [InlineData("x-canonical-object", "order", ContractCodes.IdMismatch, "/x-canonical-object")]
    [InlineData("x-canonical-system-of-record", "erp", ContractCodes.IdMismatch, "/x-canonical-system-of-record")]
    [InlineData("description", " ", ContractCodes.MissingDescription, "")]
    [InlineData("required", "price", ContractCodes.UnusableSchema, "/required")]
    public void Verify_WrongMemberOfTheContract_IsAFindingAtItsPlace(string member, string value, string code, string location)
    {
        using var folder = ContractFolder.Create();
        folder.Edit(Contract, c => c[member] = value);

        Assert.Contains(folder.Verify(), f => f.Code == code && f.File == Contract && f.Location == location);
    }

    [Fact]
    public void Verify_PropertyWithoutDescription_IsAFinding()
    {
        using var folder = ContractFolder.Create();
        folder.Edit(Contract, c => c["properties"]!["urgent"]!.AsObject().Remove("description"));

        var finding = Assert.Single(folder.Verify());

        Assert.Equal((ContractCodes.MissingDescription, Contract, "/properties/urgent"), (finding.Code, finding.File, finding.Location));
    }

    [Fact]
    public void Verify_ValidExampleThatBreaksTheContract_IsAFinding()
    {
        using var folder = ContractFolder.Create();
        folder.Edit(Valid, e => e["urgent"] = "yes");

        Assert.Contains(folder.Verify(), f => f is { Code: ContractCodes.ValidExampleRejected, File: Valid, Location: "/urgent" });
    }

    [Fact]
    public void Verify_InvalidExampleThatKeepsTheContract_IsAFinding()
    {
        using var folder = ContractFolder.Create();
        folder.Edit(Invalid, e => e["instance"] = JsonNode.Parse(File.ReadAllBytes(folder.Full(Valid))));

        Assert.Contains(folder.Verify(), f => f is { Code: ContractCodes.InvalidExampleAccepted, File: Invalid });
    }

    [Fact]
    public void Verify_InvalidExampleThatBreaksAnotherRule_IsAFinding()
    {
        using var folder = ContractFolder.Create();
        folder.Edit(Invalid, e => e["breaks"]!["keyword"] = "minimum");

        Assert.Contains(folder.Verify(), f => f is { Code: ContractCodes.InvalidExampleOtherRule, File: Invalid });
    }

    [Theory]
    [InlineData("breaks")]
    [InlineData("why")]
    [InlineData("instance")]
    public void Verify_InvalidExampleWithoutAPart_IsAFinding(string member)
    {
        using var folder = ContractFolder.Create();
        folder.Edit(Invalid, e => e.Remove(member));

        Assert.Contains(folder.Verify(), f => f is { Code: ContractCodes.UnusableExample, File: Invalid });
    }

    [Fact]
    public void Verify_UnlawfulExampleThatBreaksTheContract_IsAFinding()
    {
        using var folder = ContractFolder.Create();
        folder.Edit(Unlawful, e => e["instance"]!["urgent"] = "yes");

        Assert.Contains(folder.Verify(), f => f is { Code: ContractCodes.UnlawfulExampleInvalid, File: Unlawful, Location: "/instance/urgent" });
    }

    [Fact]
    public void Verify_UnlawfulExampleOfAnotherLaw_IsAFindingAndLeavesTheLawWithout()
    {
        using var folder = ContractFolder.Create();
        folder.Edit(Unlawful, e => e["breaks"]!["law"] = "LAW9902");

        var findings = folder.Verify();

        Assert.Contains(findings, f => f is { Code: ContractCodes.UnknownLaw, File: Unlawful });
        Assert.Contains(findings, f => f is { Code: ContractCodes.LawWithoutExample, File: Contract, Location: "/x-canonical-laws" });
    }

    [Theory]
    [InlineData("breaks")]
    [InlineData("why")]
    [InlineData("instance")]
    public void Verify_UnlawfulExampleWithoutAPart_IsAFinding(string member)
    {
        using var folder = ContractFolder.Create();
        folder.Edit(Unlawful, e => e.Remove(member));

        Assert.Contains(folder.Verify(), f => f is { Code: ContractCodes.UnusableExample, File: Unlawful });
    }

    [Fact]
    public void Verify_NoExamples_IsAFinding()
    {
        using var folder = ContractFolder.Create();
        Directory.Delete(folder.Full("work-order/1.0.0.examples"), recursive: true);

        Assert.Equal(2, folder.Verify().Count(f => f.Code == ContractCodes.MissingExamples));
    }

    [Fact]
    public void Verify_FileWithAByteOrderMark_IsAFindingThatSaysSo()
    {
        using var folder = ContractFolder.Create();
        File.WriteAllBytes(folder.Full(Contract), [.. "\uFEFF"u8, .. File.ReadAllBytes(folder.Full(Contract))]);

        Assert.Contains(folder.Verify(), f => f is { Code: ContractCodes.ByteOrderMark, File: Contract });
    }

    [Fact]
    public void Verify_FileThatIsNotJson_IsAFinding()
    {
        using var folder = ContractFolder.Create();
        File.WriteAllText(folder.Full(Contract), "{");

        Assert.Contains(folder.Verify(), f => f is { Code: ContractCodes.UnusableSchema, File: Contract });
    }
}
