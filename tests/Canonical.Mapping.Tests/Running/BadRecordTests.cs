using System.Text;
using Canonical.Model;

namespace Canonical.Mapping.Tests;

/// <summary>A record that cannot be mapped is a result, whatever is wrong with it and whoever's code trips over it.</summary>
public sealed class BadRecordTests
{
    [Fact]
    public void HostConverter_Throws_IsAnIssueWithoutItsText()
    {
        var mapper = Bench.Mapper(
            """{ "id": "a", "kind": "field", "source": "a", "target": "b", "convert": "boom" }, { "id": "n", "kind": "field", "source": "n", "target": "n", "convert": "integer" }""",
            "", Bench.NoContract with { Converters = new Dictionary<string, IValueConverter>(StringComparer.Ordinal) { ["boom"] = new Thrower() } });
        var forth = mapper.Forth("""{"id":1,"a":"secret-value","n":"x"}""");
        Assert.Equal([MappingCodes.NotConvertible, MappingCodes.NotConvertible], forth.Issues.Select(issue => issue.Code));
        Assert.Equal("a", forth.Issues[0].SourcePath);
        Assert.Contains("FormatException", forth.Issues[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", string.Concat(forth.Issues), StringComparison.Ordinal);
        Assert.Equal(MappingCodes.NotConvertible, mapper.Back("""{"b":"secret-value"}""").Issue().Code);
        // And the next record is not touched by it.
        Assert.Equal("""{"n":7}""", mapper.Forth("""{"id":1,"n":7}""").Body());
    }

    [Fact]
    public void Typed_RecordCopiedDeeperThanReadersGo_IsAnIssue()
    {
        var mapper = new Mapper<Customer>(Customers("""{ "id": "x", "kind": "field", "source": "x", "target": "extensions.'acme.crm'.a.b.c" }"""));
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 62)) + "1" + new string('}', 62);
        var result = mapper.ToCanonical(Encoding.UTF8.GetBytes($$"""{"id":1,"x":{{deep}}}"""), Bench.Context);
        var issue = Assert.Single(result.Issues);
        Assert.Equal((MappingCodes.ContractViolation, "name"), (issue.Code, issue.TargetPath));
    }

    [Fact]
    public void Each_FilteredElements_IssuesNameThePlaceOnEachSide()
    {
        var mapper = Bench.Mapper("""
            { "id": "l", "kind": "each", "source": "lines", "target": "rows", "where": { "source": "kind == 1", "target": "exists(v)" }, "loss": "Lines of other kinds are left out.",
              "lenses": [ { "id": "v", "kind": "field", "source": "n", "target": "v", "convert": "integer" } ] }
            """);
        var forth = mapper.Forth("""{"id":1,"lines":[{"kind":2,"n":1},{"kind":1,"n":2},{"kind":1,"n":"no"}]}""").Issue();
        Assert.Equal(("lines[2].n", "rows[1].v"), (forth.SourcePath, forth.TargetPath));
        var back = mapper.Back("""{"rows":[{"w":1},{"v":0.5}]}""").Issue();
        Assert.Equal(("lines[0].n", "rows[1].v"), (back.SourcePath, back.TargetPath));
    }

    private static Mapper Customers(string lens) => Mapper.Compile(MappingDocument.Parse(Encoding.UTF8.GetBytes($$"""
        { "mapping": "test.customer", "version": "1.0.0", "source": { "system": "test", "object": "Thing", "key": "id" }, "target": "customer/1.0.0", "lenses": [
          { "id": "name", "kind": "field", "source": "name", "target": "name" },
          { "id": "kind", "kind": "constant", "target": "kind", "value": "organization" },
          { "id": "currency", "kind": "constant", "target": "defaultCurrency", "value": "EUR" }, {{lens}} ] }
        """)));

    private sealed class Thrower : IValueConverter
    {
        public ConversionResult ToCanonical(JsonScalar vendor) => throw new FormatException(vendor.Text);

        public ConversionResult ToVendor(JsonScalar canonical) => throw new FormatException(canonical.Text);
    }
}
