using System.Text;
using Canonical.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Canonical.Mapping.Tests;

public sealed class CanonicalMappingRegistrationTests
{
    private static readonly string s_account = Repository.Path("schemas", "mapping", "1.0.0.examples", "valid", "salesforce-account-customer.json");
    private static readonly string s_nordwind = Repository.Path("schemas", "mapping-overlay", "1.0.0.examples", "valid", "acquired-company.json");

    [Fact]
    public async Task Start_WithSoundMappings_GivesTheCatalog()
    {
        using var host = Host(
            mappings => mappings.AddFile(s_account).AddOverlayFile(s_nordwind).SetParameter("salesforce.account-customer", "defaultCurrency", "SEK"),
            mappings => mappings.AddStream("time bill", () => File.OpenRead(Repository.Path("schemas", "mapping", "1.0.0.examples", "valid", "netsuite-time-bill.json"))),
            mappings => mappings
                .AddConverter("shout", new Shout())
                .Add(new MappingBuilder<Customer>("hand.firm", "1.0.0").Source("hand", "Firm", "no").Field("name", c => c.Name, new() { Convert = "shout" }).Constant(c => c.Kind, "organization").Constant(c => c.DefaultCurrency, "EUR")));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var catalog = host.Services.GetRequiredService<IMapperCatalog>();
        Assert.Same(catalog, host.Services.GetRequiredService<IMapperCatalog>());
        Assert.Equal(["hand.firm", "netsuite.time-bill", "salesforce.account-customer"], catalog.Mappers.Select(mapper => mapper.Document.Id));

        Assert.True(catalog.TryFind("salesforce", "Account", "customer", out var account));
        Assert.Same(account, catalog.GetRequired("salesforce.account-customer"));
        Assert.Equal("acme.nordwind-accounts", account.Document.Overlays.Single().Id);
        Assert.Equal("SEK", catalog.ParametersOf("salesforce.account-customer")["defaultCurrency"]);
        Assert.Empty(catalog.ParametersOf("hand.firm"));
        Assert.False(catalog.TryFind("salesforce", "Account", "project", out _));
        Assert.False(catalog.TryGet("none", out _));
        Assert.Contains("hand.firm", Assert.Throws<KeyNotFoundException>(() => catalog.GetRequired("none")).Message, StringComparison.Ordinal);

        var result = catalog.GetRequired<Customer>("hand.firm").ToCanonical("""{ "no": "1", "name": "firm" }"""u8, Bench.Context);
        Assert.Equal("FIRM", result.Value?.Name);
        Assert.Throws<ArgumentException>(() => catalog.GetRequired<Resource>("hand.firm"));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Start_WithWrongMappings_DoesNotStartAndTellsThemAll()
    {
        using var host = Host(mappings => mappings
            .AddFile("no/such/file.json")
            .AddResource(typeof(Customer).Assembly, "no.such.resource")
            .AddJson("broken", "{"u8.ToArray())
            .AddJson("unsound", Encoding.UTF8.GetBytes(Bench.Document("""{ "id": "a", "kind": "field", "source": "x..y", "target": "t" }""")))
            .AddOverlayJson("bad overlay", "{}"u8.ToArray())
            .AddConverter("text", new Shout()));
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(exception.Failures, failure => failure.Contains("no/such/file.json", StringComparison.Ordinal) && failure.StartsWith(MappingCodes.UnusableRegistration, StringComparison.Ordinal));
        Assert.Contains(exception.Failures, failure => failure.Contains("no.such.resource", StringComparison.Ordinal));
        Assert.Contains(exception.Failures, failure => failure.StartsWith("broken: MAP1001", StringComparison.Ordinal));
        Assert.Contains(exception.Failures, failure => failure.StartsWith("unsound: MAP1006", StringComparison.Ordinal));
        Assert.Contains(exception.Failures, failure => failure.StartsWith("bad overlay: MAP1002", StringComparison.Ordinal));
        Assert.Contains(exception.Failures, failure => failure.Contains("'text'", StringComparison.Ordinal));
    }

    // what is registered, part of the failure
    public static readonly TheoryData<string, string> Wrong = new()
    {
        { "twice", "registered twice" },
        { "rivals", "both map test Thing to thing" },
        { "overlayWithoutBase", "'salesforce.account-customer', which is not registered" },
        { "overlayThatDoesNotFit", "MAP1031" },
        { "parametersOfNothing", "'none', which is not registered" },
        { "parameterOfOtherType", "MAP1020" },
        { "parameterNotDeclared", "MAP1021" },
        { "parameterMissing", "MAP1019" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Catalog_OfAWrongRegistration_IsRefused(string what, string part)
    {
        const string Thing = """{ "mapping": "test.thing", "version": "1.0.0", "source": { "system": "test", "object": "Thing", "key": "id" }, "target": "thing/1.0.0", "parameters": { "day": { "type": "date" }, "unit": { "type": "code" } }, "lenses": [ { "id": "a", "kind": "constant", "target": "t", "parameter": "day" } ] }""";
        using var services = new ServiceCollection().AddCanonicalMapping(mappings =>
        {
            mappings.Contracts = _ => null;
            mappings.AddJson("one", Encoding.UTF8.GetBytes(Thing));
            _ = what switch
            {
                "twice" => mappings.AddJson("two", Encoding.UTF8.GetBytes(Thing)),
                "rivals" => mappings.AddJson("two", Encoding.UTF8.GetBytes(Thing.Replace("test.thing", "test.other", StringComparison.Ordinal))),
                "overlayWithoutBase" => mappings.AddOverlayFile(s_nordwind),
                "overlayThatDoesNotFit" => mappings.AddOverlayJson("o", """{ "overlay": "o.o", "version": "1.0.0", "base": "test.thing", "baseVersion": "^1.0.0", "scope": "tenant", "lenses": [ { "op": "remove", "id": "none" } ] }"""u8.ToArray()),
                "parametersOfNothing" => mappings.SetParameter("none", "p", "v"),
                "parameterOfOtherType" => mappings.SetParameter("test.thing", "day", "soon").SetParameter("test.thing", "unit", "h"),
                "parameterNotDeclared" => mappings.SetParameter("test.thing", "day", "2026-01-01").SetParameter("test.thing", "unit", "h").SetParameter("test.thing", "dya", "x"),
                _ => mappings.SetParameter("test.thing", "day", "2026-01-01"),
            };
        }).BuildServiceProvider();
        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IMapperCatalog>());
        Assert.Contains(part, Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    private static IHost Host(params Action<CanonicalMappingOptions>[] configure)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        foreach (var each in configure)
            builder.Services.AddCanonicalMapping(each);
        return builder.Build();
    }

    private sealed class Shout : IValueConverter
    {
        public ConversionResult ToCanonical(JsonScalar vendor) => ConversionResult.Converted(JsonScalar.Of(vendor.Text.ToUpperInvariant()));

        public ConversionResult ToVendor(JsonScalar canonical) => ConversionResult.Converted(canonical);
    }
}
