namespace Connectors.Abstractions.Tests;

public sealed class PagingExtensionsTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Items_PagesAndEmptyPages_GivesAllInOrder()
    {
        var pages = new Pages(4, page => page % 2 == 0 ? [page * 10, (page * 10) + 1] : []);

        Assert.Equal([0, 1, 20, 21], await pages.Read(Cancellation).Items(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Items_CallerTakesSome_NoPageIsAskedForBeforeItIsWanted()
    {
        var pages = new Pages(100, page => [page * 2, (page * 2) + 1]);
        IAsyncEnumerable<int> items = pages.Read(Cancellation).Items(Cancellation);
        Assert.Equal(0, pages.Asked);
        await using (IAsyncEnumerator<int> reading = items.GetAsyncEnumerator(Cancellation))
        {
            Assert.Equal(0, pages.Asked);
            for (int taken = 1; taken <= 5; taken++)
            {
                Assert.True(await reading.MoveNextAsync());
                Assert.Equal((taken + 1) / 2, pages.Asked);
            }
        }

        Assert.Equal(3, pages.Asked);
        Assert.True(pages.Ended);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public async Task ReadAhead_SlowCaller_HoldsNoMoreThanAskedFor(int ahead)
    {
        var pages = new Pages(100, page => [page]);
        var taken = 0;
        await foreach (Page<int> page in pages.Read(Cancellation).ReadAhead(ahead, Cancellation))
        {
            taken++;
            // The reader runs as far as it may before the caller goes on.
            await pages.Reached(Math.Min(100, taken + ahead)).WaitAsync(Hang, Cancellation);
            Assert.Equal(taken - 1, page.Items[0]);
            Assert.InRange(pages.Asked, taken, taken + ahead);
        }

        Assert.Equal(100, taken);
        Assert.True(pages.Ended);
    }

    [Fact]
    public async Task ReadAhead_ExceptionOfTheSource_ComesAfterThePagesBeforeIt()
    {
        var pages = new Pages(100, page => page == 3 ? throw new TimeoutException("the third") : [page]);
        List<int> taken = [];

        var thrown = await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            await foreach (Page<int> page in pages.Read(Cancellation).ReadAhead(2, Cancellation))
                taken.Add(page.Items[0]);
        });

        Assert.Equal("the third", thrown.Message);
        Assert.Equal([0, 1, 2], taken);
    }

    [Fact]
    public async Task ReadAhead_CallerLeavesEarly_TheSourceIsFreed()
    {
        var pages = new Pages(100, page => [page]);

        await foreach (Page<int> page in pages.Read(Cancellation).ReadAhead(4, Cancellation))
        {
            Assert.Equal(0, page.Items[0]);
            break;
        }

        Assert.True(pages.Ended);
        Assert.True(pages.Asked <= 6, $"{pages.Asked} pages were asked for.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void ReadAhead_NumberOutsideOfTheLimits_Throws(int ahead) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pages(1, page => [page]).Read(Cancellation).ReadAhead(ahead, Cancellation));

    private sealed class Pages(int count, Func<int, int[]> items)
    {
        private readonly Lock _gate = new();
        private readonly List<(int Page, TaskCompletionSource Reached)> _waiting = [];

        public int Asked { get; private set; }

        public bool Ended { get; private set; }

        public Task Reached(int page)
        {
            lock (_gate)
            {
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (Asked >= page)
                    reached.SetResult();
                else
                    _waiting.Add((page, reached));
                return reached.Task;
            }
        }

        public async IAsyncEnumerable<Page<int>> Read([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                for (int page = 0; page < count; page++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await Task.Yield();
                    lock (_gate)
                    {
                        Asked = page + 1;
                        foreach ((int wanted, TaskCompletionSource reached) in _waiting)
                        {
                            if (Asked >= wanted)
                                reached.TrySetResult();
                        }
                    }

                    yield return new Page<int>(items(page), page + 1 < count ? $"{page}" : null);
                }
            }
            finally
            {
                Ended = true;
            }
        }
    }
}
