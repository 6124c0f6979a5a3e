using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.Salesforce.Tests;

/// <summary>Options from a configuration section: all of them, checked when the host starts, and no secrets.</summary>
public sealed class SalesforceConfigurationTests
{
    private static readonly Dictionary<string, string?> Valid = new(StringComparer.Ordinal)
    {
        ["LoginAddress"] = "https://acme.my.salesforce.com/",
        ["ApiVersion"] = "63",
        ["InstanceDomains:0"] = "proxy.example.com",
        ["Resilience:QuotaShare"] = "0.25",
        ["Resilience:RetryDelay"] = "00:00:03",
    };

    [Fact]
    public void AddSalesforce_Section_SetsTheOptions()
    {
        using ServiceProvider provider = Provider();
        provider.GetRequiredService<IStartupValidator>().Validate();

        SalesforceOptions options = provider.GetRequiredService<IOptionsMonitor<SalesforceOptions>>().Get("own");

        Assert.Equal(new Uri("https://acme.my.salesforce.com/"), options.LoginAddress);
        Assert.Equal(63, options.ApiVersion);
        Assert.Equal(["proxy.example.com"], options.InstanceDomains);
        Assert.Equal(0.25, options.Resilience.QuotaShare);
        Assert.Equal(TimeSpan.FromSeconds(3), options.Resilience.RetryDelay);
    }

    [Fact]
    public void AddSalesforce_SectionAndCode_TheCodeCounts()
    {
        using ServiceProvider provider = Provider(configure: static options => options.Resilience.MaxRetries = 7, more: ("Resilience:MaxRetries", "5"));

        Assert.Equal(7, provider.GetRequiredService<IOptionsMonitor<SalesforceOptions>>().Get("own").Resilience.MaxRetries);
    }

    [Theory]
    [InlineData("ClientSecret")]
    [InlineData("Pagesise")]
    [InlineData("Resilience:MaxRetry")]
    public void AddSalesforce_UnknownKey_EndsTheStartAndIsNamedWithoutItsValue(string key)
    {
        using ServiceProvider provider = Provider(more: (key, "s3cr3t"));

        Exception failed = Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..], failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AddSalesforce_ValueOfTheWrongType_EndsTheStartAndNamesTheKey()
    {
        using ServiceProvider provider = Provider(more: ("ApiVersion", "many"));

        Exception failed = Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("Salesforce:own:ApiVersion", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddSalesforce_ValueOutsideOfItsLimits_IsRefusedWhenTheHostStarts()
    {
        using ServiceProvider provider = Provider(more: ("BatchSize", "7"));

        OptionsValidationException failed = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("'own': BatchSize is 7", failed.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Provider(Action<SalesforceOptions>? configure = null, (string Key, string Value)? more = null)
    {
        var values = new Dictionary<string, string?>(Valid, StringComparer.Ordinal);
        if (more is { } one)
            values[one.Key] = one.Value;
        IConfigurationRoot root = new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create("Salesforce:own:" + pair.Key, pair.Value))).Build();
        var services = new ServiceCollection();
        services.AddSalesforce("own", root.GetSection("Salesforce:own"), options => options.UseClientCredentials(new SalesforceClientCredentials("app", "secret")));
        if (configure is not null)
            services.AddSalesforce("own", configure);
        return services.BuildServiceProvider();
    }
}
