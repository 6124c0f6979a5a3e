using System.Runtime.InteropServices;

namespace Canonical.Sync;

/// <summary>Counts the items of a run: what was read apart from what ended, so that the report can compare them.</summary>
internal sealed class SyncTally
{
    private readonly Dictionary<SyncOutcome, long> _byOutcome = [];
    private readonly Dictionary<string, long> _byCode = new(StringComparer.Ordinal);
    private long _read;
    private long _posts;
    private long _readBacks;

    public void CountRead() => _read++;

    public void CountEnd(SyncItemResult result)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_byOutcome, result.Outcome, out _)++;
        if (result.Code is { } code)
            CollectionsMarshal.GetValueRefOrAddDefault(_byCode, code, out _)++;
        _posts += result.Posts;
        _readBacks += result.ReadBacks;
    }

    public SyncReport Close(DateTimeOffset startedAt, TimeSpan duration) =>
        SyncReport.Close(_read, _byOutcome, _byCode, _posts, _readBacks, startedAt, duration);
}
