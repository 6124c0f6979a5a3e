namespace Canonical.Model;

/// <summary>
/// What was known when. A history holds several versions of one object, each with the instant at which it was read (<c>observedAt</c>): the knowledge at an instant is the newest version
/// of each object that was read by then. Thread-safe: static and without state.
/// </summary>
public static class KnownHistory
{
    /// <summary>The newest version of each object that was known at an instant, in the order in which the objects come in the history.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="history">Versions of objects, in any order. Of two versions read at one instant the later in the list counts.</param>
    /// <param name="knownAt">The instant; null for everything in the history.</param>
    /// <returns>One version of each object. A record that was deleted or merged is among them, with that status.</returns>
    public static IReadOnlyList<T> AsKnownAt<T>(IReadOnlyList<T> history, DateTimeOffset? knownAt) where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(history);
        var places = new Dictionary<CanonicalId, int>(history.Count);
        var newest = new List<T>(history.Count);
        foreach (var version in history)
        {
            if (knownAt is { } instant && version.ObservedAt > instant) continue;
            if (!places.TryGetValue(version.Id, out var place))
            {
                places.Add(version.Id, newest.Count);
                newest.Add(version);
            }
            else if (version.ObservedAt >= newest[place].ObservedAt)
            {
                newest[place] = version;
            }
        }
        return newest;
    }

    // What its system of record took away says nothing any more; what is inactive still says what was.
    internal static bool IsThere(RecordStatus status) => status is RecordStatus.Active or RecordStatus.Inactive;
}
