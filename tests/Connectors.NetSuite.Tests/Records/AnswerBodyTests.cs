using System.Net;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.NetSuite.Tests;

public sealed class AnswerBodyTests
{
    [Fact]
    public async Task Get_ConnectionBreaksInTheBody_IsTransient()
    {
        using NetSuiteClient client = Client(new BrokenStream(_ => throw new IOException("broken")), HttpStatusCode.OK);
        ConnectorException e = await Assert.ThrowsAsync<ConnectorException>(() => client.GetAsync("customer", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken));

        Assert.Equal(ConnectorErrorCodes.Unavailable, e.Code);
        Assert.True(e.IsTransient);
    }

    [Fact]
    public async Task Get_ErrorWhoseBodyBreaks_KeepsItsStatus()
    {
        using NetSuiteClient client = Client(new BrokenStream(_ => throw new IOException("broken")), HttpStatusCode.NotFound);
        NetSuiteException e = await Assert.ThrowsAsync<NetSuiteException>(() => client.GetAsync("customer", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken));

        Assert.Equal(NetSuiteErrorCodes.NotFound, e.Code);
    }

    [Fact]
    public async Task Read_BodyThatNeverEnds_TimesOut()
    {
        var time = new ManualTimeProvider();
        using var content = new StreamContent(new BrokenStream(async token =>
        {
            time.Advance(TimeSpan.FromSeconds(61));
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        }));
        ConnectorException e = await Assert.ThrowsAsync<ConnectorException>(() => AnswerBody.ReadAsync(content, 1000, TimeSpan.FromSeconds(60), time, TestContext.Current.CancellationToken));

        Assert.Equal(ConnectorErrorCodes.TimedOut, e.Code);
    }

    [Fact]
    public async Task Read_CallerCancels_IsACancellation()
    {
        using var cancel = new CancellationTokenSource();
        using var content = new StreamContent(new BrokenStream(async token =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AnswerBody.ReadAsync(content, 1000, TimeSpan.FromSeconds(60), TimeProvider.System, cancel.Token));
    }

    private static NetSuiteClient Client(Stream body, HttpStatusCode status)
    {
        var options = new NetSuiteOptions
        {
            AccountId = "1234567",
            Token = _ => new ValueTask<NetSuiteTokenCredential>(new NetSuiteTokenCredential("ck", "cs", "tk", "ts")),
        };
        return NetSuiteClient.Create(options, primaryHandler: new StubHandler(StubHandler.Status(status, r =>
        {
            r.Content = new StreamContent(body);
            r.Content.Headers.TryAddWithoutValidation("Content-Type", "application/vnd.oracle.resource+json; type=singular");
        })));
    }

    private sealed class BrokenStream(Func<CancellationToken, Task> onRead) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await onRead(cancellationToken);
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
