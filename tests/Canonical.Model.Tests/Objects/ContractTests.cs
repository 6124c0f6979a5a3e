using Canonical.Schema;

namespace Canonical.Model.Tests;

public sealed class ContractTests
{
    [Fact]
    public void Get_EmbeddedContracts_AreTheFilesOfTheRepository()
    {
        // The formats of mapping documents and of their overlays are carried by Canonical.Mapping.
        string[] files =
        [
            .. Directory.EnumerateDirectories(Path.Combine(Shared.Root, "schemas")).Where(d => Path.GetFileName(d) is not ("mapping" or "mapping-overlay"))
                .SelectMany(d => Directory.EnumerateFiles(d, "*.json").Select(f => $"{Path.GetFileName(d)}/{Path.GetFileNameWithoutExtension(f)}")),
        ];
        Assert.Equal(files.Order(StringComparer.Ordinal), CanonicalContracts.All.Select(c => c.Id.ToString()).Order(StringComparer.Ordinal));
        foreach (var contract in CanonicalContracts.All)
        {
            var file = Path.Combine(Shared.Root, "schemas", contract.Id.Name, contract.Id.Version + ".json");
            Assert.Equal(File.ReadAllBytes(file), contract.Utf8Json.ToArray());
        }
    }

    [Fact]
    public void Contracts_AgainstTheMetaschema_AreValid()
    {
        var metaschema = JsonSchema.Parse("""{"$ref":"https://json-schema.org/draft/2020-12/schema"}"""u8);

        Assert.All(CanonicalContracts.All, c => Assert.True(metaschema.IsValid(c.Utf8Json.Span), c.ToString()));
    }

    [Fact]
    public void Get_UnknownContract_ThrowsItsCode()
    {
        Assert.Equal(ModelCodes.UnknownContract, Assert.Throws<ContractException>(() => CanonicalContracts.Get("nothing")).Code);
        Assert.False(CanonicalContracts.TryGet(ContractId.Parse("customer/9.0.0"), out _));
        Assert.Same(CanonicalContracts.Get("customer"), CanonicalContracts.Get(ContractId.Parse("customer/1.0.0")));
        Assert.Same(CanonicalContracts.Get("customer"), Customer.Contract);
    }

    [Fact]
    public void Create_NotASchema_ThrowsItsCode() => Assert.Equal(
        ModelCodes.UnusableContract,
        Assert.Throws<ContractException>(() => CanonicalContractSet.Create([new(ContractId.Parse("x/1.0.0"), "[]"u8.ToArray())])).Code);
}
