using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing;

/// <summary>The promises of <see cref="ISource{T}"/>.</summary>
internal static class SourceChecks
{
    public static async Task<ConformanceReport> RunAsync<T>(SourceConformance<T> setup, ConformanceRun run)
        where T : class, ICanonicalObject<T>
    {
        List<Page<SourceItem<T>>> pages = [];
        await run.CheckAsync("it reads to the end, in more than one page", async () =>
        {
            pages = await ReadAsync(setup.Open(), null, run.Cancellation).ConfigureAwait(false);
            return pages.Count < 2 ? $"there is {pages.Count} page; give the system more records, or the source smaller pages" : null;
        }).ConfigureAwait(false);
        SourceItem<T>[] items = [.. pages.SelectMany(static page => page.Items)];
        await run.CheckAsync("every record is an item, once, and nothing else is", () => Task.FromResult(CompareIds(setup.Records, items))).ConfigureAwait(false);
        await run.CheckAsync("a record that cannot be mapped is an item with its reasons, and every other is mapped", () => Task.FromResult(CheckBad(setup, items))).ConfigureAwait(false);
        await run.CheckAsync("every item says which record of which system it is, and a mapped object too", () => Task.FromResult(CheckOrigin(items))).ConfigureAwait(false);
        await run.CheckAsync("every mapped object keeps its contract and its laws", () => Task.FromResult(CheckContract(items))).ConfigureAwait(false);
        await run.CheckAsync("every page but the last has a continuation, and the last has none", () => Task.FromResult(CheckContinuations(pages))).ConfigureAwait(false);
        await run.CheckAsync("a continuation gives the same rest after a restart", () => CheckRestartAsync(setup, pages, run.Cancellation)).ConfigureAwait(false);
        await run.CheckAsync("a text that is no continuation is refused", () => CheckForeignAsync(setup, run.Cancellation)).ConfigureAwait(false);
        await run.CheckAsync("two readings at once do not disturb each other", () => CheckTwoAsync(setup, items, run.Cancellation)).ConfigureAwait(false);
        await run.CheckAsync("a cancelled reading ends as cancelled", () => CheckCancelledAsync(setup, run.Cancellation)).ConfigureAwait(false);
        if (setup.Calls is { } calls)
            await run.CheckAsync("no page is asked for before it is wanted", () => CheckPressureAsync(setup, calls, run.Cancellation)).ConfigureAwait(false);
        return run.End();
    }

    private static async Task<List<Page<SourceItem<T>>>> ReadAsync<T>(ISource<T> source, string? continuation, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        List<Page<SourceItem<T>>> pages = [];
        await foreach (Page<SourceItem<T>> page in source.ReadAsync(continuation, cancellationToken).ConfigureAwait(false))
            pages.Add(page);
        return pages;
    }

    private static string? CompareIds<T>(IReadOnlyCollection<string> expected, SourceItem<T>[] items)
        where T : class, ICanonicalObject<T>
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        string[] twice = [.. items.Select(static item => item.Source.RecordId).Where(id => !seen.Add(id))];
        string[] missing = [.. expected.Where(id => !seen.Contains(id))];
        string[] extra = [.. seen.Except(expected, StringComparer.Ordinal)];
        return twice.Length + missing.Length + extra.Length == 0
            ? null
            : $"{missing.Length} left out ({ConformanceRun.Some(missing)}), {twice.Length} more than once ({ConformanceRun.Some(twice)}), {extra.Length} that are not there ({ConformanceRun.Some(extra)})";
    }

    private static string? CheckBad<T>(SourceConformance<T> setup, SourceItem<T>[] items)
        where T : class, ICanonicalObject<T>
    {
        string[] mapped = [.. items.Where(item => item.IsMapped && setup.BadRecords.Contains(item.Source.RecordId)).Select(static item => item.Source.RecordId)];
        if (mapped.Length > 0)
            return $"mapped although they are bad: {ConformanceRun.Some(mapped)}";
        string[] refused = [.. items.Where(item => !item.IsMapped && !setup.BadRecords.Contains(item.Source.RecordId)).Select(static item => $"{item.Source.RecordId} ({ConformanceRun.Why(item.Issues)})")];
        if (refused.Length > 0)
            return $"refused although they are good: {ConformanceRun.Some(refused)}";
        string[] silent = [.. items.Where(static item => !item.IsMapped && !item.Issues.Any(static issue => issue.Code.Length > 0 && issue.Message.Length > 0)).Select(static item => item.Source.RecordId)];
        return silent.Length > 0 ? $"refused without a code and a message: {ConformanceRun.Some(silent)}" : null;
    }

    private static string? CheckOrigin<T>(SourceItem<T>[] items)
        where T : class, ICanonicalObject<T>
    {
        foreach (SourceItem<T> item in items)
        {
            SourceRef source = item.Source;
            if (source.System.Length == 0 || source.Instance.Length == 0 || source.ObjectType.Length == 0 || source.RecordId.Length == 0)
                return $"an item lacks its system, instance, type or id ('{source.RecordId}')";
            if (item.Value is { } value && !value.SourceRefs.Any(own => own.System == source.System && own.Instance == source.Instance && own.ObjectType == source.ObjectType && own.RecordId == source.RecordId))
                return $"the object of {source.RecordId} has no sourceRefs of this record";
        }

        string[] systems = [.. items.Select(static item => $"{item.Source.System}/{item.Source.Instance}/{item.Source.ObjectType}").Distinct(StringComparer.Ordinal)];
        return systems.Length > 1 ? $"one source gives several origins: {ConformanceRun.Some(systems)}" : null;
    }

    private static string? CheckContract<T>(SourceItem<T>[] items)
        where T : class, ICanonicalObject<T>
    {
        foreach (SourceItem<T> item in items)
        {
            if (item.Value is not { } value)
                continue;
            if (value.ValidateForWriting() is { IsValid: false } report)
                return $"{item.Source.RecordId} breaks the contract at {report.Errors[0].InstancePath}: {report.Errors[0].Message}";
            if (value.CheckLaws() is [{ } law, ..])
                return $"{item.Source.RecordId} breaks {law.Code}: {law.Message}";
        }

        return null;
    }

    private static string? CheckContinuations<T>(List<Page<SourceItem<T>>> pages)
        where T : class, ICanonicalObject<T>
    {
        for (int i = 0; i < pages.Count; i++)
        {
            if (string.IsNullOrEmpty(pages[i].Continuation) != (i == pages.Count - 1))
                return $"page {i + 1} of {pages.Count} has the continuation '{pages[i].Continuation}'";
        }

        return null;
    }

    private static async Task<string?> CheckRestartAsync<T>(SourceConformance<T> setup, List<Page<SourceItem<T>>> pages, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        for (int i = 0; i < pages.Count - 1; i++)
        {
            List<Page<SourceItem<T>>> rest = await ReadAsync(setup.Open(), pages[i].Continuation, cancellationToken).ConfigureAwait(false);
            string[] expected = [.. pages.Skip(i + 1).SelectMany(static page => page.Items).Select(static item => item.Source.RecordId)];
            string[] actual = [.. rest.SelectMany(static page => page.Items).Select(static item => item.Source.RecordId)];
            if (!actual.AsSpan().SequenceEqual(expected))
                return $"behind page {i + 1} there were {expected.Length} records ({ConformanceRun.Some(expected)}), after the restart {actual.Length} ({ConformanceRun.Some(actual)})";
        }

        return null;
    }

    private static async Task<string?> CheckForeignAsync<T>(SourceConformance<T> setup, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        try
        {
            await foreach (Page<SourceItem<T>> page in setup.Open().ReadAsync("no continuation of anybody", cancellationToken).ConfigureAwait(false))
                return $"it gave a page with {page.Items.Count} items";
            return "it gave no page, as if it had come to the end";
        }
        catch (Exception e) when (e is ConnectorException or ArgumentException)
        {
            return null;
        }
    }

    private static async Task<string?> CheckTwoAsync<T>(SourceConformance<T> setup, SourceItem<T>[] items, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        ISource<T> source = setup.Open();
        List<Page<SourceItem<T>>>[] both = await Task.WhenAll(ReadAsync(source, null, cancellationToken), ReadAsync(source, null, cancellationToken)).ConfigureAwait(false);
        string[] expected = [.. items.Select(static item => item.Source.RecordId)];
        return both.FirstOrDefault(pages => !pages.SelectMany(static page => page.Items).Select(static item => item.Source.RecordId).SequenceEqual(expected)) is { } other
            ? $"one of them gave {other.Sum(static page => page.Items.Count)} records where {expected.Length} are"
            : null;
    }

    private static async Task<string?> CheckCancelledAsync<T>(SourceConformance<T> setup, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            int pages = 0;
            await foreach (Page<SourceItem<T>> _ in setup.Open().ReadAsync(null, cancelled.Token).ConfigureAwait(false))
            {
                pages++;
                await cancelled.CancelAsync().ConfigureAwait(false);
            }

            return $"it went on and ended after {pages} pages";
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<string?> CheckPressureAsync<T>(SourceConformance<T> setup, Func<int> calls, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        int before = calls();
        IAsyncEnumerable<Page<SourceItem<T>>> reading = setup.Open().ReadAsync(null, cancellationToken);
        IAsyncEnumerator<Page<SourceItem<T>>> pages = reading.GetAsyncEnumerator(cancellationToken);
        int first;
        await using (pages.ConfigureAwait(false))
        {
            if (calls() != before)
                return "it called the system before the first page was asked for";
            if (!await pages.MoveNextAsync().ConfigureAwait(false))
                return "it gave no page";
            first = calls() - before;
        }

        // The reading has ended with the caller: what was called after the first page was not wanted.
        int left = calls() - before;
        if (left != first)
            return $"{left - first} calls were made after the first page although nobody wanted another";
        before = calls();
        await ReadAsync(setup.Open(), null, cancellationToken).ConfigureAwait(false);
        int all = calls() - before;
        return first >= all ? $"the first page took {first} calls and all pages {all}: everything is read at once" : null;
    }
}
