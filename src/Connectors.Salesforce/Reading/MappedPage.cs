using System.Runtime.ExceptionServices;

namespace Connectors.Salesforce;

/// <summary>Maps the records of a page on several processors at once, and keeps their order.</summary>
internal static class MappedPage
{
    // Less than this many records is not worth waking a thread.
    private const int LeastPart = 100;

    // A page is a moment's work, and the other connectors of the process have theirs.
    private static readonly int s_mostParts = Math.Min(4, Environment.ProcessorCount);

    public static TResult[] Map<TSource, TResult>(IReadOnlyList<TSource> records, Func<TSource, TResult> map, CancellationToken cancellationToken)
    {
        var results = new TResult[records.Count];
        int parts = Math.Min(s_mostParts, records.Count / LeastPart);
        if (parts < 2)
        {
            MapPart(records, map, results, 0, records.Count, cancellationToken);
            return results;
        }

        // Parts are smaller than one for each thread: one that comes late takes fewer.
        int part = Math.Max(LeastPart, records.Count / (parts * 4));
        int count = (records.Count + part - 1) / part;
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = parts, CancellationToken = cancellationToken }, i =>
                MapPart(records, map, results, i * part, Math.Min(records.Count, (i + 1) * part), cancellationToken));
        }
        catch (AggregateException e)
        {
            // As if one thread had met it.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return results;
    }

    private static void MapPart<TSource, TResult>(IReadOnlyList<TSource> records, Func<TSource, TResult> map, TResult[] results, int from, int to, CancellationToken cancellationToken)
    {
        for (int i = from; i < to; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results[i] = map(records[i]);
        }
    }
}
