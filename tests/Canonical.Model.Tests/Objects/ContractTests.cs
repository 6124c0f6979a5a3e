using Canonical.Schema;

namespace Canonical.Model.Tests;

public sealed class ContractTests
{
    [Fact]
    public void Get_EmbeddedContracts_AreTheFilesOfTheRepository()
    {
        Assert.Equal(["common", .. Examples.Objects], CanonicalContracts.All.Select(c => c.Id.Name).Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
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
        Assert.Equal(ModelCodes.UnknownContract, Assert.Throws<ContractException>(() => CanonicalContracts.Get("invoice")).Code);
        Assert.False(CanonicalContracts.TryGet(ContractId.Parse("customer/9.0.0"), out _));
        Assert.Same(CanonicalContracts.Get("customer"), CanonicalContracts.Get(ContractId.Parse("customer/1.0.0")));
        Assert.Same(CanonicalContracts.Get("customer"), Customer.Contract);
    }

    [Fact]
    public void Create_NotASchema_ThrowsItsCode() => Assert.Equal(
        ModelCodes.UnusableContract,
        Assert.Throws<ContractException>(() => CanonicalContractSet.Create([new(ContractId.Parse("x/1.0.0"), "[]"u8.ToArray())])).Code);
}
