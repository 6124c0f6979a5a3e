using System.Threading.Channels;

using Canonical.Testing;

using Microsoft.Extensions.Logging;

namespace Connectors.Salesforce.Tests;

/// <summary>A feed tries for ever; the log is where its operator learns that it is not alive.</summary>
public sealed class SubscriptionLogTests
{
    [Fact]
    public async Task Listen_SubscriptionBreaksAgain_IsAWarningFromTheSecondTime()
    {
        await using EventOrg org = await EventOrg.StartAsync();
        org.Sandbox.EventFaults.Add(SalesforceEventFault.Unavailable(SalesforceEventCall.Subscribe) with { Times = int.MaxValue });
        Channel<(LogLevel, int)> logged = Channel.CreateUnbounded<(LogLevel, int)>();
        using var loggers = new LoggerFactory([new Collector(logged.Writer)]);
        using SalesforceClient client = SalesforceClient.Create(TestClients.Options(o => o.LoginAddress = org.Sandbox.BaseAddress), org.Time, loggers);
        using var feed = new SalesforceEventFeed(client, EventOrg.Event, new SalesforcePlatformEventOptions { Address = org.Sandbox.PubSubAddress });
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        // The clock stands still: the wait after the second failure does not end.
        Task listening = feed.ListenAsync(null, stop.Token).ToListAsync();
        (LogLevel Level, int EventId) first = await logged.Reader.ReadAsync(TestContext.Current.CancellationToken);
        (LogLevel Level, int EventId) second = await logged.Reader.ReadAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        Assert.Equal((LogLevel.Information, 5201), first);
        Assert.Equal((LogLevel.Warning, 5201), second);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    private sealed class Collector(ChannelWriter<(LogLevel, int)> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "SubscriptionBroke")
                lines.TryWrite((logLevel, eventId.Id));
        }

        public void Dispose()
        {
        }
    }
}
