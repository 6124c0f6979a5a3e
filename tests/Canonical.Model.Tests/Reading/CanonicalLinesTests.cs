using System.IO.Pipelines;
using System.Text;
using Canonical.Schema;

namespace Canonical.Model.Tests;

public sealed class CanonicalLinesTests
{
    private static readonly byte[] Minimal = JsonLine("minimal.json");

    [Fact]
    public async Task ReadLinesAsync_BadLineBetweenGoodOnes_IsReportedAndTheStreamGoesOn()
    {
        byte[] stream = [.. Minimal, .. "\n{\"id\":1}\r\n \t\n"u8, .. Minimal];

        var results = await Read(Customer.ReadLinesAsync(new MemoryStream(stream), TestContext.Current.CancellationToken));

        Assert.Equal([1L, 2L, 4L], results.Select(r => r.Line));
        Assert.Equal([true, false, true], results.Select(r => r.Value is not null));
        Assert.Equal(Minimal.Length + 1, results[1].ByteOffset);
        Assert.Equal(stream.Length - Minimal.Length, results[2].ByteOffset);
        Assert.Equal(results[0].Value, results[2].Value);
        Assert.Contains(results[1].Report.Errors, e => e.InstancePath == "/id");
        Assert.All(results, r => Assert.Equal(r.Value is not null, r.Report.IsValid));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task ReadLinesAsync_PipeInPieces_GivesTheSameObjects(int piece)
    {
        byte[] stream = [.. Minimal, (byte)'\n', .. Minimal, (byte)'\n'];
        var pipe = new Pipe();
        for (var at = 0; at < stream.Length; at += piece) await pipe.Writer.WriteAsync(stream.AsMemory(at, Math.Min(piece, stream.Length - at)), TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();

        var results = await Read(Customer.ReadLinesAsync(pipe.Reader, TestContext.Current.CancellationToken));

        Assert.Equal([1L, 2L], results.Select(r => r.Line));
        Assert.All(results, r => Assert.NotNull(r.Value));
    }

    [Fact]
    public async Task ReadAsync_LineBeyondTheLimit_IsReportedAndPassedOver()
    {
        var limit = Minimal.Length;
        byte[] stream = [.. Minimal, (byte)'\n', .. Enumerable.Repeat((byte)' ', 300_000), .. Minimal, (byte)'\n', .. Minimal, (byte)'\n', .. Enumerable.Repeat((byte)'x', 200_000)];

        var results = await Read(CanonicalLines.ReadAsync<Customer>(new MemoryStream(stream), limit, TestContext.Current.CancellationToken));

        Assert.Equal([1L, 2L, 3L, 4L], results.Select(r => r.Line));
        Assert.Equal([true, false, true, false], results.Select(r => r.Value is not null));
        Assert.Equal(SchemaCodes.TooLarge, Assert.Single(results[1].Report.Errors).Code);
        Assert.Equal(SchemaCodes.TooLarge, Assert.Single(results[3].Report.Errors).Code);
        Assert.Equal(Minimal.Length + 1 + 300_000 + Minimal.Length + 1, results[2].ByteOffset);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Read(Customer.ReadLinesAsync(new Pipe().Reader, cancelled.Token)));
    }

    [Fact]
    public void ReadAsync_LimitOfNothing_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CanonicalLines.ReadAsync<Customer>(Stream.Null, 0, TestContext.Current.CancellationToken));

    private static async Task<List<ReadResult<T>>> Read<T>(IAsyncEnumerable<ReadResult<T>> lines) where T : class
    {
        var results = new List<ReadResult<T>>();
        await foreach (var line in lines) results.Add(line);
        return results;
    }

    private static byte[] JsonLine(string file) => Encoding.UTF8.GetBytes(System.Text.Json.Nodes.JsonNode.Parse(Examples.Read("customer", "valid", file))!.ToJsonString());
}
