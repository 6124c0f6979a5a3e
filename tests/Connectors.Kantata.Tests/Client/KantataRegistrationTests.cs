using Connectors.Abstractions;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.Kantata.Tests;

public sealed class KantataRegistrationTests
{
    [Fact]
    public async Task AddKantata_WithAToken_Reads()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddWorkspace(1);
        var services = new ServiceCollection();
        services.AddKantata("psa", options => options.BaseAddress = account.Sandbox.ApiAddress);
        services.AddKantata("psa", options => options.Account = TestAccount.Account);
        services.AddKeyedSingleton<IAccessTokenSource>("psa", new TestAccount.FixedToken(TestAccount.Token));
        await using ServiceProvider provider = services.BuildServiceProvider();

        KantataClient client = provider.GetRequiredKeyedService<KantataClient>("psa");

        Assert.Single(Assert.Single(await TestAccount.ReadAsync(token => client.ReadWorkspacesAsync(cancellationToken: token))).Items);
        Assert.Equal(TestAccount.Account, client.Account);
    }

    [Fact]
    public void AddKantata_UnusableOptions_AreRefusedWithTheAccountsName()
    {
        var services = new ServiceCollection();
        services.AddKantata("psa", options => options.PageSize = 500);
        using ServiceProvider provider = services.BuildServiceProvider();

        OptionsValidationException failure = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptionsMonitor<KantataOptions>>().Get("psa"));

        Assert.Contains("Kantata account 'psa': PageSize is 500", failure.Message, StringComparison.Ordinal);
    }
}
