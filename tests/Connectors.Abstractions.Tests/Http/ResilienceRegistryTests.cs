namespace Connectors.Abstractions.Tests;

public sealed class ResilienceRegistryTests
{
    [Fact]
    public void GetOrAdd_OptionsThatAreRefused_AreNotKept()
    {
        using var registry = new ResilienceRegistry();
        var options = new ResilienceOptions { MaxRetries = -1 };

        Assert.Throws<ArgumentException>(() => registry.GetOrAdd("erp", "acme", options));
        options.MaxRetries = 2;

        Assert.Equal(2, registry.GetOrAdd("erp", "acme", options).Options.MaxRetries);
    }

    [Fact]
    public void GetOrAdd_ManyAtOnce_GiveOneState()
    {
        using var registry = new ResilienceRegistry();
        var states = new ResilienceState[32];

        Parallel.For(0, states.Length, i => states[i] = registry.GetOrAdd("erp", "acme"));

        Assert.All(states, state => Assert.Same(states[0], state));
        Assert.NotSame(states[0], registry.GetOrAdd("erp", "other"));
        Assert.NotSame(states[0], registry.GetOrAdd("crm", "acme"));
    }
}
