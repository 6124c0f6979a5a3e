using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>Some changes, and where to go on behind them. Immutable and thread-safe.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
/// <param name="Items">The changes, oldest first as far as the system tells. May be empty: the cursor may have moved all the same.</param>
/// <param name="Cursor">Keep it once every item of this page and of the pages before was dealt with, and not earlier: what was not dealt with is then read again after a failure.</param>
public sealed record ChangePage<T>(IReadOnlyList<RecordChange<T>> Items, ChangeCursor Cursor)
    where T : class, ICanonicalObject<T>;
