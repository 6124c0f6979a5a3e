using Canonical.Testing;

namespace Connectors.Abstractions.Tests;

public sealed class ResponseBodyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5000)]
    public async Task Read_BodyWithinTheLimit_GivesItsBytes(int length)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)i)];

        Assert.Equal(bytes, await ResponseBody.ReadAsync(new StreamContent(new MemoryStream(bytes)), Math.Max(1, length), Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_BodyBeyondTheLimit_IsRefused(bool lengthIsAnnounced)
    {
        HttpContent content = lengthIsAnnounced ? new ByteArrayContent(new byte[101]) : new StreamContent(new UnknownLength(new byte[101]));

        ConnectorException thrown = await Assert.ThrowsAsync<ConnectorException>(() => ResponseBody.ReadAsync(content, 100, Cancellation));

        Assert.Equal(ConnectorErrorCodes.ResponseTooLarge, thrown.Code);
    }

    [Fact]
    public async Task Read_BodyThatNeverEnds_TimesOut()
    {
        var time = new ManualTimeProvider();
        Task<byte[]> reading = ResponseBody.ReadAsync(new StreamContent(new Silent()), 100, TimeSpan.FromSeconds(5), time, Cancellation);

        time.Advance(TimeSpan.FromSeconds(5));
        ConnectorException thrown = await Assert.ThrowsAsync<ConnectorException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));

        Assert.Equal(ConnectorErrorCodes.TimedOut, thrown.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_ConnectionBreaksOrCompressionIsBroken_IsTheDocumentedException(bool connection)
    {
        Exception cause = connection ? new HttpIOException(HttpRequestError.ResponseEnded) : new InvalidDataException("The archive entry was compressed using an unsupported compression method.");

        HttpRequestException thrown = await Assert.ThrowsAsync<HttpRequestException>(() => ResponseBody.ReadAsync(new StreamContent(new Broken(cause)), 100, Cancellation));

        Assert.Same(cause, thrown.InnerException);
    }

    private sealed class Broken(Exception cause) : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw cause;
    }

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }

    private sealed class Silent : MemoryStream
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
