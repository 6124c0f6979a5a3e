namespace Canonical.Model;

/// <summary>One event of a batch: the event, or why it cannot be read. Thread-safe: immutable.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Event">The event; null when it cannot be read.</param>
/// <param name="Report">What was found.</param>
public sealed record EventReadResult(int Index, CanonicalEvent? Event, EventReport Report);
