using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Some platform events with the canonical objects that they became, and where to go on behind them. Immutable and thread-safe.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
/// <param name="Items">The events in the order of the stream. May be empty: the cursor may have moved all the same.</param>
/// <param name="Cursor">Keep it once every event of this page and of the pages before was dealt with, and not earlier.</param>
public sealed record SalesforceMappedEventPage<T>(IReadOnlyList<SalesforceEventItem<T>> Items, ChangeCursor Cursor)
    where T : class, ICanonicalObject<T>
{
    /// <summary>Set when events may be lost before those that follow; null, which is the rule, when nothing is.</summary>
    public SalesforceEventGap? Gap { get; init; }
}
