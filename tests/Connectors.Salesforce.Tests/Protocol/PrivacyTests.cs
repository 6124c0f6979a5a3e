using System.Collections.Concurrent;

using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors.Salesforce.Tests;

/// <summary>What a registered org logs at the level Trace while everything goes wrong: no secret, no token, no query, no value of a record.</summary>
public sealed class PrivacyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddSalesforce_CallsThatFail_LogNothingOfThem()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        sandbox.Seed("Account", """{"Name":"Confidential Ltd","CurrencyIsoCode":"EUR","Phone":"+49 30 555"}""");
        sandbox.Faults.Add(Canonical.Testing.SalesforceFault.Unavailable(SalesforceOperation.Data)).Add(Canonical.Testing.SalesforceFault.ExpiredSession())
            .Add(Canonical.Testing.SalesforceFault.ConnectionCut(SalesforceOperation.Data) with { Times = 2 }).Add(Canonical.Testing.SalesforceFault.AnswerLost() with { Times = int.MaxValue })
            .Add(Canonical.Testing.SalesforceFault.TruncatedBody() with { Times = 1 });
        var lines = new ConcurrentQueue<string>();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Collector(lines)));
        services.AddSalesforce("org", options =>
        {
            options.LoginAddress = sandbox.BaseAddress;
            (options.Resilience.RetryDelay, options.Resilience.MaxRetries) = (TimeSpan.Zero, 6);
            options.UseClientCredentials(new SalesforceClientCredentials(SalesforceSandboxOptions.DefaultClientId, SalesforceSandboxOptions.DefaultClientSecret));
        });
        services.AddConnector("org", provider => SalesforceConnector.Create(
            provider.GetRequiredKeyedService<SalesforceClient>("org"),
            SandboxOrg.Read(sandbox),
            static objects => objects.Add(SalesforceMappings.AccountToCustomer(), new SalesforceWriteOptions<Customer> { ExternalIdField = "ERP_Id__c", ExternalId = static _ => "kim.lee@example.com" })));
        await using ServiceProvider provider = services.BuildServiceProvider();
        Connector connector = provider.GetRequiredKeyedService<Connector>("org");
        Assert.True(connector.TryGet(out ISource<Customer>? source));
        Assert.True(connector.TryGet(out ISink<Customer>? sink));

        List<SourceItem<Customer>> items = await source.ReadAsync(cancellationToken: Cancellation).Items(Cancellation).ToListAsync(Cancellation);
        WriteOutcome outcome = await sink.UpsertAsync(SinkTests.Request(SinkTests.Make("Confidential Ltd")), Cancellation);

        Assert.Equal(2, items.Count);
        Assert.Equal(WriteOutcomeKind.Unknown, outcome.Kind);
        Assert.Contains(lines, static line => line.Contains("salesforce", StringComparison.Ordinal) && line.Contains("failed", StringComparison.Ordinal));
        string[] secrets = [SalesforceSandboxOptions.DefaultClientSecret, SalesforceSandboxOptions.DefaultClientId, "Bearer", "Confidential", "30 555", "kim.lee", "SELECT", "ERP_Id__c", "/services/data"];
        Assert.DoesNotContain(lines, line => secrets.Any(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(outcome.Issues, issue => secrets.Any(secret => issue.ToString().Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    private sealed class Collector(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue(Show(state));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {Show(state)} {exception}");

        public void Dispose()
        {
        }

        private static string Show<TState>(TState state) => state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : state?.ToString() ?? "";
    }
}
