using System.IO.Pipelines;
using System.Text;

namespace Canonical.Schema.Tests;

public sealed class StreamTests
{
    private static readonly JsonSchema Schema = JsonSchema.Parse("""{"type":"object","required":["a"]}""");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ValidateAsync_Stream_ReadsItWhole()
    {
        var large = Encoding.UTF8.GetBytes($$"""{"a":"{{new string('x', 100_000)}}"}""");
        Assert.True(await Schema.IsValidAsync(new MemoryStream(large), Token));
        Assert.True((await Schema.ValidateAsync(new MemoryStream(large), Token)).IsValid);
        Assert.Equal(SchemaCodes.PropertyMissing, Assert.Single((await Schema.ValidateAsync(new MemoryStream("{}"u8.ToArray()), Token)).Errors).Code);
    }

    [Fact]
    public async Task ValidateAsync_Pipe_ReadsItWhole()
    {
        var pipe = new Pipe();
        var reading = Schema.ValidateAsync(pipe.Reader, Token).AsTask();
        await pipe.Writer.WriteAsync("{\"a\""u8.ToArray(), Token);
        await pipe.Writer.WriteAsync(":1}"u8.ToArray(), Token);
        await pipe.Writer.CompleteAsync();
        Assert.True((await reading).IsValid);
    }

    [Fact]
    public async Task ValidateAsync_LargerThanTheLimit_IsRefused()
    {
        var schema = JsonSchema.Parse("true", new JsonSchemaOptions { MaxDocumentBytes = 100 });
        var body = new byte[50_000];
        body.AsSpan().Fill((byte)'1');
        Assert.False(await schema.IsValidAsync(new MemoryStream(body), Token));
        Assert.Equal(SchemaCodes.TooLarge, Assert.Single((await schema.ValidateAsync(new MemoryStream(body), Token)).Errors).Code);
        Assert.Equal(SchemaCodes.TooLarge, Assert.Single((await schema.ValidateAsync(PipeReader.Create(new MemoryStream(body)), Token)).Errors).Code);
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in schema.ValidateLinesAsync(new MemoryStream(body), Token))
            {
            }
        });
    }

    [Fact]
    public async Task ValidateLinesAsync_Lines_AreNumberedAndReported()
    {
        var lines = "{\"a\":1}\r\n\n{}\n{\"a\":2}"u8.ToArray();
        var reports = new List<LineReport>();
        await foreach (var report in Schema.ValidateLinesAsync(new MemoryStream(lines), Token)) reports.Add(report);
        Assert.Equal([(1, 0, true), (3, 10, false), (4, 13, true)], reports.Select(static r => ((int)r.Line, (int)r.ByteOffset, r.Report.IsValid)));
    }

    [Fact]
    public async Task ValidateLinesAsync_Cancelled_Ends()
    {
        using var source = new CancellationTokenSource();
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("{\"a\":1}\n"u8.ToArray(), Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Schema.ValidateLinesAsync(pipe.Reader, source.Token)) await source.CancelAsync();
        });
    }
}
