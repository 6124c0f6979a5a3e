using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Some changes of several objects, and where to go on behind them. Immutable and thread-safe.</summary>
/// <param name="Items">The changes in the order of their events; of a catch-up one object after the other. May be empty: the cursor may have moved all the same.</param>
/// <param name="Cursor">Keep it once every item of this page and of the pages before was dealt with, and not earlier.</param>
public sealed record SalesforceChannelPage(IReadOnlyList<SalesforceChannelChange> Items, ChangeCursor Cursor)
{
    /// <summary>The changes of one canonical type, in their order.</summary>
    /// <typeparam name="T">The canonical type.</typeparam>
    /// <returns>The changes; empty when there are none.</returns>
    public IReadOnlyList<RecordChange<T>> Of<T>()
        where T : class, ICanonicalObject<T>
    {
        var changes = new List<RecordChange<T>>();
        foreach (SalesforceChannelChange item in Items)
        {
            if (item.TryGet(out RecordChange<T>? change))
                changes.Add(change);
        }

        return changes;
    }
}
