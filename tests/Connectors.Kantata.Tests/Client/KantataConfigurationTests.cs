using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.Kantata.Tests;

/// <summary>Options from a configuration section: all of them, checked when the host starts, and no secrets.</summary>
public sealed class KantataConfigurationTests
{
    private static readonly Dictionary<string, string?> Valid = new(StringComparer.Ordinal)
    {
        ["Account"] = "5457855",
        ["PageSize"] = "50",
        ["Resilience:QuotaShare"] = "0.25",
        ["Resilience:RetryDelay"] = "00:00:03",
    };

    [Fact]
    public void AddKantata_Section_SetsTheOptions()
    {
        using ServiceProvider provider = Provider();
        provider.GetRequiredService<IStartupValidator>().Validate();

        KantataOptions options = provider.GetRequiredService<IOptionsMonitor<KantataOptions>>().Get("own");

        Assert.Equal("5457855", options.Account);
        Assert.Equal(50, options.PageSize);
        Assert.Equal(0.25, options.Resilience.QuotaShare);
        Assert.Equal(TimeSpan.FromSeconds(3), options.Resilience.RetryDelay);
    }

    [Fact]
    public void AddKantata_SectionAndCode_TheCodeCounts()
    {
        using ServiceProvider provider = Provider(configure: static options => options.Resilience.MaxRetries = 7, more: ("Resilience:MaxRetries", "5"));

        Assert.Equal(7, provider.GetRequiredService<IOptionsMonitor<KantataOptions>>().Get("own").Resilience.MaxRetries);
    }

    [Theory]
    [InlineData("Token")]
    [InlineData("Pagesise")]
    [InlineData("Resilience:MaxRetry")]
    public void AddKantata_UnknownKey_EndsTheStartAndIsNamedWithoutItsValue(string key)
    {
        using ServiceProvider provider = Provider(more: (key, "s3cr3t"));

        Exception failed = Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..], failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AddKantata_ValueOfTheWrongType_EndsTheStartAndNamesTheKey()
    {
        using ServiceProvider provider = Provider(more: ("PageSize", "many"));

        Exception failed = Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("Kantata:own:PageSize", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddKantata_ValueOutsideOfItsLimits_IsRefusedWhenTheHostStarts()
    {
        using ServiceProvider provider = Provider(more: ("PageSize", "500"));

        OptionsValidationException failed = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("'own': PageSize is 500", failed.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Provider(Action<KantataOptions>? configure = null, (string Key, string Value)? more = null)
    {
        var values = new Dictionary<string, string?>(Valid, StringComparer.Ordinal);
        if (more is { } one)
            values[one.Key] = one.Value;
        IConfigurationRoot root = new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create("Kantata:own:" + pair.Key, pair.Value))).Build();
        var services = new ServiceCollection();
        services.AddKantata("own", root.GetSection("Kantata:own"));
        if (configure is not null)
            services.AddKantata("own", configure);
        return services.BuildServiceProvider();
    }
}
