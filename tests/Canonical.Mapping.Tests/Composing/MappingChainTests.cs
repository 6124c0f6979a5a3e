using System.Text;
using Canonical.Model;

namespace Canonical.Mapping.Tests;

public sealed class MappingChainTests
{
    private const string First = """
        { "mapping": "one.firm", "version": "1.0.0", "source": { "system": "one", "object": "Firm", "key": "Id" }, "target": "customer/1.0.0",
          "lenses": [
            { "id": "name", "kind": "field", "source": "Name", "target": "name", "convert": "text", "required": "toCanonical" },
            { "id": "kind", "kind": "default", "target": "kind", "value": "organization", "loss": "The kind is not written back." },
            { "id": "money", "kind": "constant", "target": "defaultCurrency", "value": "EUR", "only": "toCanonical", "loss": "All is in euros." },
            { "id": "size", "kind": "field", "source": "Size", "target": "employeeCount", "convert": "integer", "only": "toCanonical", "loss": "The size is only read." },
            { "id": "mail", "kind": "constant", "source": "SendMail", "value": false, "only": "toVendor", "loss": "An instruction." } ] }
        """;

    private const string Second = """
        { "mapping": "two.party", "version": "3.1.0", "source": { "system": "two", "object": "Party", "key": "no" }, "target": "customer/1.0.0",
          "lenses": [
            { "id": "title", "kind": "field", "source": "title", "target": "name", "convert": "upper", "only": "toVendor", "loss": "Titles are in capital letters." },
            { "id": "head", "kind": "field", "source": "headcount", "target": "employeeCount", "convert": { "name": "integer", "as": "string" } },
            { "id": "seen", "kind": "constant", "target": "status", "value": "active", "only": "toCanonical", "loss": "Every party is active." } ] }
        """;

    private static readonly Mapper s_first = Mapper.Compile(MappingDocument.Parse(Encoding.UTF8.GetBytes(First)));
    private static readonly Mapper s_second = Mapper.Compile(MappingDocument.Parse(Encoding.UTF8.GetBytes(Second)));
    private static readonly MappingContext s_from = Bench.Context;
    private static readonly MappingContext s_to = Bench.Context with { Instance = "realm9" };

    [Fact]
    public void Run_BytesToBytes_TakesTheRecordAcross()
    {
        var result = MappingChain.Create(s_first, s_second).Run("""{ "Id": "1", "Name": "EXAMPLE", "Size": 7 }"""u8, s_from, s_to);
        Assert.True(result.Succeeded, string.Join('\n', result.Issues));
        Assert.Equal("""{"title":"EXAMPLE","headcount":"7"}""", Encoding.UTF8.GetString(result.Json.Span));
        Assert.True(Customer.TryRead(result.Canonical.Span, out _, out _));
        Assert.Empty(result.Issues);
    }

    [Fact]
    public void Run_AProblemOfEitherHalf_NamesTheMapping()
    {
        var chain = MappingChain.Create(new Mapper<Customer>(s_first), new Mapper<Customer>(s_second));
        var first = chain.Run("""{ "Id": "1", "Size": 7 }"""u8, s_from, s_to);
        Assert.False(first.Succeeded);
        Assert.True(first.Canonical.IsEmpty);
        Assert.All(first.Issues, issue => Assert.Equal((MappingLeg.FromVendor, "one.firm/1.0.0"), (issue.Leg, issue.Mapping.ToString())));
        Assert.NotEmpty(first.Issues);

        // The second vendor wants capital letters.
        var second = chain.Run("""{ "Id": "1", "Name": "Example" }"""u8, s_from, s_to);
        Assert.False(second.Succeeded);
        Assert.False(second.Canonical.IsEmpty);
        Assert.True(second.Json.IsEmpty);
        var issue = Assert.Single(second.Issues);
        Assert.Equal((MappingLeg.ToVendor, "two.party/3.1.0", "title"), (issue.Leg, issue.Mapping.ToString(), issue.Issue.Lens));
        Assert.StartsWith("two.party/3.1.0: MAP2005", issue.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_OfAChain_AreThoseOfTheLensesThatRun()
    {
        var chain = MappingChain.Create(s_first, s_second);
        Assert.Equal(
            ["FromVendor kind The kind is not written back.", "FromVendor money All is in euros.", "FromVendor size The size is only read.", "ToVendor title Titles are in capital letters."],
            chain.Losses.Select(loss => $"{loss.Leg} {loss.Lens} {loss.Loss}"));
        Assert.Equal(("one.firm/1.0.0", "two.party/3.1.0"), (chain.First.ToString(), chain.Second.ToString()));
    }

    [Fact]
    public void Run_ByHandAndByDocument_AreOneComposition()
    {
        var chain = MappingChain.Create(new HandMapper<Customer>(new HandMapperTests.ByHand()), new Mapper<Customer>(s_second));
        var result = chain.Run("""{ "no": 7, "name": "BY HAND" }"""u8, s_from, s_to);
        Assert.Equal("""{"title":"BY HAND"}""", Encoding.UTF8.GetString(result.Json.Span));
        Assert.Equal("Only the name is carried over.", chain.Losses[0].Loss);
    }

    [Fact]
    public void Create_OfDifferentContracts_IsRefused()
    {
        var other = Bench.Mapper("""{ "id": "a", "kind": "field", "source": "x", "target": "t" }""");
        Assert.Throws<ArgumentException>(() => MappingChain.Create(s_first, other));
    }
}
