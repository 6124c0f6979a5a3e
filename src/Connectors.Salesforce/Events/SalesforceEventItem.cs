using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>A platform event and the canonical object that it became. Immutable and thread-safe.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
/// <param name="Event">The event as it came.</param>
/// <param name="Item">The object, or the reasons why there is none. Its source names the event by its id.</param>
public sealed record SalesforceEventItem<T>(SalesforceEvent Event, SourceItem<T> Item)
    where T : class, ICanonicalObject<T>;
