using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.Workday.Tests;

/// <summary>Options from a configuration section: all of them, checked when the host starts, and no secrets.</summary>
public sealed class WorkdayConfigurationTests
{
    private static readonly Dictionary<string, string?> Valid = new(StringComparer.Ordinal)
    {
        ["Host"] = "https://wd2-impl-services1.workday.com/",
        ["Tenant"] = "acme_impl1",
        ["PageTimeout"] = "00:02:00",
        ["Resilience:QuotaShare"] = "0.25",
        ["Resilience:RetryDelay"] = "00:00:03",
    };

    [Fact]
    public void AddWorkday_Section_SetsTheOptions()
    {
        using ServiceProvider provider = Provider();
        provider.GetRequiredService<IStartupValidator>().Validate();

        WorkdayOptions options = provider.GetRequiredService<IOptionsMonitor<WorkdayOptions>>().Get("own");

        Assert.Equal(new Uri("https://wd2-impl-services1.workday.com/"), options.Host);
        Assert.Equal("acme_impl1", options.Tenant);
        Assert.Equal(TimeSpan.FromMinutes(2), options.PageTimeout);
        Assert.Equal(0.25, options.Resilience.QuotaShare);
        Assert.Equal(TimeSpan.FromSeconds(3), options.Resilience.RetryDelay);
    }

    [Fact]
    public void AddWorkday_SectionAndCode_TheCodeCounts()
    {
        using ServiceProvider provider = Provider(configure: static options => options.Resilience.MaxRetries = 7, more: ("Resilience:MaxRetries", "5"));

        Assert.Equal(7, provider.GetRequiredService<IOptionsMonitor<WorkdayOptions>>().Get("own").Resilience.MaxRetries);
    }

    [Theory]
    [InlineData("Password")]
    [InlineData("Pagesise")]
    [InlineData("Resilience:MaxRetry")]
    public void AddWorkday_UnknownKey_EndsTheStartAndIsNamedWithoutItsValue(string key)
    {
        using ServiceProvider provider = Provider(more: (key, "s3cr3t"));

        Exception failed = Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..], failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AddWorkday_ValueOfTheWrongType_EndsTheStartAndNamesTheKey()
    {
        using ServiceProvider provider = Provider(more: ("MaxResponseDepth", "many"));

        Exception failed = Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("Workday:own:MaxResponseDepth", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddWorkday_ValueOutsideOfItsLimits_IsRefusedWhenTheHostStarts()
    {
        using ServiceProvider provider = Provider(more: ("MaxResponseDepth", "5"));

        OptionsValidationException failed = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("'own': MaxResponseDepth is 5", failed.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Provider(Action<WorkdayOptions>? configure = null, (string Key, string Value)? more = null)
    {
        var values = new Dictionary<string, string?>(Valid, StringComparer.Ordinal);
        if (more is { } one)
            values[one.Key] = one.Value;
        IConfigurationRoot root = new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create("Workday:own:" + pair.Key, pair.Value))).Build();
        var services = new ServiceCollection();
        services.AddWorkday("own", root.GetSection("Workday:own"));
        if (configure is not null)
            services.AddWorkday("own", configure);
        return services.BuildServiceProvider();
    }
}
