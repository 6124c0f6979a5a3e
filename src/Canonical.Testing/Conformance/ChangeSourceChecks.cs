using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing;

/// <summary>The promises of <see cref="IChangeSource{T}"/>.</summary>
internal static class ChangeSourceChecks
{
    public static async Task<ConformanceReport> RunAsync<T>(ChangeSourceConformance<T> setup, ConformanceRun run)
        where T : class, ICanonicalObject<T>
    {
        var state = new State<T>(setup, run.Cancellation);
        await run.CheckAsync("the first reading begins with everything that there is, and gives at least one page", state.CheckFirstAsync).ConfigureAwait(false);
        await run.CheckAsync("a cursor survives as text", state.CheckCursorAsync).ConfigureAwait(false);
        await run.CheckAsync("nothing is left out while records change between pages and the process restarts", state.CheckNothingLostAsync).ConfigureAwait(false);
        await run.CheckAsync("what was not dealt with comes again from the cursor before it", state.CheckAgainAsync).ConfigureAwait(false);
        await run.CheckAsync("a reading without changes gives a cursor all the same", state.CheckQuietAsync).ConfigureAwait(false);
        if (setup.Delete is not null)
            await run.CheckAsync("a deletion is told", state.CheckDeletionAsync).ConfigureAwait(false);
        await run.CheckAsync("a cursor of another source or of a newer version is refused", state.CheckRefusalAsync).ConfigureAwait(false);
        return run.End();
    }

    private sealed class State<T>(ChangeSourceConformance<T> setup, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        private readonly Dictionary<string, string> _expected = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string?> _seen = new(StringComparer.Ordinal);
        private int _changes;
        private ChangeCursor? _cursor;

        public async Task<string?> CheckFirstAsync()
        {
            for (int i = 0; i < 5; i++)
                await ChangeAsync().ConfigureAwait(false);
            await SettleAsync().ConfigureAwait(false);
            int pages = await ReadToEndAsync().ConfigureAwait(false);
            return pages == 0 ? "it gave no page, so there is no cursor to keep" : Compare();
        }

        public Task<string?> CheckCursorAsync() => Task.FromResult(
            _cursor is null ? "there is none"
            : !ChangeCursor.TryParse(_cursor.ToString(), out ChangeCursor? read) || !read.Equals(_cursor) ? "the text is not that of the cursor"
            : null);

        public async Task<string?> CheckNothingLostAsync()
        {
            int end = _changes + setup.Changes;
            int most = 0;
            for (int round = 0; _changes < end && round < setup.Changes * 4; round++)
            {
                IChangeSource<T> source = setup.Open();
                int pages = 0;
                // Some changes before each reading, so that it has pages, and one in each gap between them.
                for (int i = 0; i <= round * 3 % 8; i++)
                    await ChangeAsync().ConfigureAwait(false);
                await foreach (ChangePage<T> page in source.ReadChangesAsync(Restarted(_cursor), cancellationToken).ConfigureAwait(false))
                {
                    most = Math.Max(most, ++pages);
                    if (_changes < end)
                        await ChangeAsync().ConfigureAwait(false);
                    // Some processes end while they deal with a page: its cursor is not kept.
                    if (round % 3 == 2 && pages == 1 + (round % 2))
                        break;
                    Take(page);
                }

                if (round % 4 == 3)
                    await SettleAsync().ConfigureAwait(false);
            }

            await SettleAsync().ConfigureAwait(false);
            await ReadToEndAsync().ConfigureAwait(false);
            return Compare() ?? (most < 2 ? "the set-up is wrong: no reading had two pages, so nothing changed between pages; make them smaller" : null);
        }

        public async Task<string?> CheckAgainAsync()
        {
            ChangeCursor? before = _cursor;
            SystemChange change = await ChangeAsync().ConfigureAwait(false);
            await SettleAsync().ConfigureAwait(false);
            await ReadToEndAsync().ConfigureAwait(false);
            _cursor = before;
            _seen.Remove(change.NativeId);
            await ReadToEndAsync().ConfigureAwait(false);
            return _seen.TryGetValue(change.NativeId, out string? state) && state == change.State ? null : $"{change.NativeId} came once and not again";
        }

        public async Task<string?> CheckQuietAsync()
        {
            await SettleAsync().ConfigureAwait(false);
            return await ReadToEndAsync().ConfigureAwait(false) == 0 ? "it gave no page" : null;
        }

        public async Task<string?> CheckDeletionAsync()
        {
            string id = await setup.Delete!(cancellationToken).ConfigureAwait(false);
            await SettleAsync().ConfigureAwait(false);
            bool told = false;
            await foreach (ChangePage<T> page in setup.Open().ReadChangesAsync(Restarted(_cursor), cancellationToken).ConfigureAwait(false))
            {
                told |= page.Items.Any(change => change.Kind == ChangeKind.Deleted && change.Item.Source.RecordId == id);
                Take(page);
            }

            return told ? null : $"{id} is gone and nobody said so";
        }

        public async Task<string?> CheckRefusalAsync()
        {
            if (_cursor is not { } own)
                return "there is no cursor";
            return await IsRefusedAsync(new ChangeCursor("another/source", own.Version, own.State.Span)).ConfigureAwait(false) is { } foreign ? $"one of another source: {foreign}"
                : await IsRefusedAsync(new ChangeCursor(own.Source, own.Version + 1, own.State.Span)).ConfigureAwait(false) is { } newer ? $"one of a newer version: {newer}"
                : null;
        }

        private async Task<string?> IsRefusedAsync(ChangeCursor cursor)
        {
            try
            {
                await foreach (ChangePage<T> _ in setup.Open().ReadChangesAsync(cursor, cancellationToken).ConfigureAwait(false))
                    return "it gave a page";
                return "it gave no page";
            }
            catch (ConnectorException e) when (e.Code == ConnectorErrorCodes.CursorRefused)
            {
                return null;
            }
        }

        private async Task<SystemChange> ChangeAsync()
        {
            SystemChange change = await setup.Change(_changes++, cancellationToken).ConfigureAwait(false);
            _expected[change.NativeId] = change.State;
            return change;
        }

        private Task SettleAsync() => setup.Settle is { } settle ? settle(cancellationToken) : Task.CompletedTask;

        private async Task<int> ReadToEndAsync()
        {
            int pages = 0;
            await foreach (ChangePage<T> page in setup.Open().ReadChangesAsync(Restarted(_cursor), cancellationToken).ConfigureAwait(false))
            {
                pages++;
                Take(page);
            }

            return pages;
        }

        // What a host keeps is the text.
        private static ChangeCursor? Restarted(ChangeCursor? cursor) => cursor is null ? null : ChangeCursor.Parse(cursor.ToString());

        private void Take(ChangePage<T> page)
        {
            foreach (RecordChange<T> change in page.Items)
                _seen[change.Item.Source.RecordId] = change.Kind == ChangeKind.Deleted ? null : change.Item.Value is { } value ? setup.StateOf(value) : $"refused: {ConformanceRun.Why(change.Item.Issues)}";
            _cursor = page.Cursor;
        }

        private string? Compare()
        {
            string[] missing = [.. _expected.Where(pair => !_seen.ContainsKey(pair.Key)).Select(static pair => pair.Key)];
            string[] stale = [.. _expected.Where(pair => _seen.TryGetValue(pair.Key, out string? state) && state != pair.Value).Select(pair => $"{pair.Key} is '{pair.Value}' and came as '{_seen[pair.Key]}'")];
            return missing.Length + stale.Length == 0
                ? null
                : $"after {_changes} changes {missing.Length} records did not come ({ConformanceRun.Some(missing)}), {stale.Length} came in an old state ({ConformanceRun.Some(stale)})";
        }
    }
}
