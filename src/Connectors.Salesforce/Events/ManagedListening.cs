using System.Runtime.CompilerServices;

namespace Connectors.Salesforce;

/// <summary>One listening to a managed subscription. Used by one caller at a time.</summary>
internal sealed class ManagedListening(PubSubConnection connection, string subscription) : PubSubListening<SalesforceManagedEventPage>(connection, subscription)
{
    private readonly EventReader _events = new(connection, subscription);

    protected override async IAsyncEnumerable<SalesforceManagedEventPage> LiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PubSubSession session = await OpenAsync(cancellationToken).ConfigureAwait(false);
        PubSubStream stream = Subscribe(session, new PubSubStart(Topic, null, AtTheTip: false) { IsManaged = true });
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } batch)
        {
            // Answers to commits may be one for several, and come when they come. What was not kept is kept with the next.
            if (batch.Commit is { Error: { } error })
                Log.CommitRefused(Connection.Logger, Topic, error);
            if (batch.Commit is not null && batch.Events.Count == 0)
                continue;
            IReadOnlyList<SalesforceEvent> events = await _events.ReadAsync(batch.Events, session, cancellationToken).ConfigureAwait(false);
            Thrives();
            yield return new SalesforceManagedEventPage(events);
            // The caller asks for the next page, so it has dealt with this one.
            if (EventReader.LastPlace(batch) is { } place)
                await stream.CommitAsync(place, cancellationToken).ConfigureAwait(false);
        }
    }

    // Salesforce keeps the place.
    protected override bool LoseReplayId(GrpcFault lost) => false;
}
