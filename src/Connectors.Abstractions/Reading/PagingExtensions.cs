using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Connectors.Abstractions;

/// <summary>Pages as items, and pages that are read ahead.</summary>
public static class PagingExtensions
{
    /// <summary>The most pages that <see cref="ReadAhead"/> reads ahead: 16.</summary>
    public const int MaxPagesAhead = 16;

    /// <summary>The items of all pages, one after the other. Only one page is held at a time.</summary>
    /// <typeparam name="T">What the pages hold.</typeparam>
    /// <param name="pages">The pages.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The items. Where to go on after an item is not told: use the pages for a reading that must be resumed.</returns>
    public static async IAsyncEnumerable<T> Items<T>(this IAsyncEnumerable<Page<T>> pages, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pages);
        await foreach (Page<T> page in pages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (T item in page.Items)
                yield return item;
        }
    }

    /// <summary>Reads the next pages while the caller works on one, at most so many: a slow caller slows the reading and no more than these pages are held.</summary>
    /// <typeparam name="T">What is read, such as a <see cref="Page{T}"/> or a <see cref="ChangePage{T}"/>.</typeparam>
    /// <param name="pages">The pages.</param>
    /// <param name="ahead">How many, from 1 to <see cref="MaxPagesAhead"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The same pages in the same order. An exception of the reading comes after the pages that were read before it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is not allowed.</exception>
    public static IAsyncEnumerable<T> ReadAhead<T>(this IAsyncEnumerable<T> pages, int ahead = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentOutOfRangeException.ThrowIfLessThan(ahead, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ahead, MaxPagesAhead);
        return ReadAheadCore(pages, ahead, cancellationToken);
    }

    private static async IAsyncEnumerable<T> ReadAheadCore<T>(IAsyncEnumerable<T> pages, int ahead, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<T> channel = Channel.CreateBounded<T>(new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true });
        Task reading = ReadAsync();
        try
        {
            await foreach (T page in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return page;
        }
        finally
        {
            // The caller may have left early: the reading must end before its source is freed.
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task ReadAsync()
        {
            try
            {
                IAsyncEnumerator<T> source = pages.GetAsyncEnumerator(stop.Token);
                await using (source.ConfigureAwait(false))
                {
                    // Room first, then the next page: a page that nobody has room for is not asked for.
                    while (await channel.Writer.WaitToWriteAsync(stop.Token).ConfigureAwait(false) && await source.MoveNextAsync().ConfigureAwait(false))
                        await channel.Writer.WriteAsync(source.Current, stop.Token).ConfigureAwait(false);
                }

                channel.Writer.TryComplete();
            }
            catch (Exception e)
            {
                channel.Writer.TryComplete(e);
            }
        }
    }
}
