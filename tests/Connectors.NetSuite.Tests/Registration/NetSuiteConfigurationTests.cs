using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.NetSuite.Tests;

/// <summary>Options from a configuration section: all of them, checked when the host starts, and no secrets.</summary>
public sealed class NetSuiteConfigurationTests
{
    private static readonly Dictionary<string, string?> Valid = new(StringComparer.Ordinal)
    {
        ["AccountId"] = "1234567_SB1",
        ["Tenant"] = "acme",
        ["PageSize"] = "500",
        ["ProjectStages:2"] = "inProgress",
        ["Scopes:0"] = "rest_webservices",
        ["Scopes:1"] = "restlets",
        ["Resilience:QuotaShare"] = "0.25",
        ["Resilience:RetryDelay"] = "00:00:03",
    };

    [Fact]
    public void AddNetSuite_Section_SetsTheOptions()
    {
        using ServiceProvider provider = Provider();
        provider.GetRequiredService<IStartupValidator>().Validate();

        NetSuiteOptions options = provider.GetRequiredService<IOptionsMonitor<NetSuiteOptions>>().Get("own");

        Assert.Equal("1234567_SB1", options.AccountId);
        Assert.Equal("acme", options.Tenant);
        Assert.Equal(500, options.PageSize);
        Assert.Equal("inProgress", options.ProjectStages["2"]);
        Assert.Equal(["rest_webservices", "restlets"], options.Scopes);
        Assert.Equal(0.25, options.Resilience.QuotaShare);
        Assert.Equal(TimeSpan.FromSeconds(3), options.Resilience.RetryDelay);
    }

    [Fact]
    public void AddNetSuite_SectionAndCode_TheCodeCounts()
    {
        using ServiceProvider provider = Provider(configure: static options => options.Resilience.MaxRetries = 7, more: ("Resilience:MaxRetries", "5"));

        Assert.Equal(7, provider.GetRequiredService<IOptionsMonitor<NetSuiteOptions>>().Get("own").Resilience.MaxRetries);
    }

    [Theory]
    [InlineData("PrivateKey")]
    [InlineData("Pagesise")]
    [InlineData("Resilience:MaxRetry")]
    public void AddNetSuite_UnknownKey_EndsTheStartAndIsNamedWithoutItsValue(string key)
    {
        using ServiceProvider provider = Provider(more: (key, "s3cr3t"));

        Exception failed = Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..], failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AddNetSuite_ValueOfTheWrongType_EndsTheStartAndNamesTheKey()
    {
        using ServiceProvider provider = Provider(more: ("PageSize", "many"));

        Exception failed = Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("NetSuite:own:PageSize", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddNetSuite_ValueOutsideOfItsLimits_IsRefusedWhenTheHostStarts()
    {
        using ServiceProvider provider = Provider(more: ("PageSize", "5000"));

        OptionsValidationException failed = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("'own': PageSize is 5000", failed.Message, StringComparison.Ordinal);
    }

    /// <summary>What can stand in a section is bound by a class of its own: an option that is added must be added there, unless it is code.</summary>
    [Fact]
    public void Section_EveryPlainOption_CanBeConfigured()
    {
        string[] code = [nameof(NetSuiteOptions.Certificate), nameof(NetSuiteOptions.Token), nameof(NetSuiteOptions.References), nameof(NetSuiteOptions.CustomerMapping), nameof(NetSuiteOptions.ProjectMapping)];

        Assert.Equal(
            typeof(NetSuiteOptions).GetProperties().Select(static property => property.Name).Except(code).Order(StringComparer.Ordinal),
            typeof(NetSuiteSection).GetProperties().Select(static property => property.Name).Order(StringComparer.Ordinal));
    }

    private static ServiceProvider Provider(Action<NetSuiteOptions>? configure = null, (string Key, string Value)? more = null)
    {
        var values = new Dictionary<string, string?>(Valid, StringComparer.Ordinal);
        if (more is { } one)
            values[one.Key] = one.Value;
        IConfigurationRoot root = new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create("NetSuite:own:" + pair.Key, pair.Value))).Build();
        var services = new ServiceCollection();
        services.AddNetSuite("own", root.GetSection("NetSuite:own"), options => options.Certificate = _ => throw new NotSupportedException());
        if (configure is not null)
            services.AddNetSuite("own", configure);
        return services.BuildServiceProvider();
    }
}
