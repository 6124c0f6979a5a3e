using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Canonical.Model.Tests;

public sealed class HostileObjectTests
{
    private static readonly string Minimal = Encoding.UTF8.GetString(EventSamples.Project().ToUtf8Bytes());

    // One line stays one line: whoever writes NDJSON relies on it.
    [Fact]
    public void ToUtf8Bytes_UnknownMembersOfSeveralLines_AreOneLine()
    {
        var pretty = Minimal[..^1] + ",\"later\" : {\n  \"a\\u000a b\" : [ 1,\r\n\t2 , \"x \\\\\\\" y\" ] } ,\"extensions\":{ \"com.example\" : {\n\"k\" : 1 } } }";
        Assert.True(Project.TryRead(Encoding.UTF8.GetBytes(pretty), out var read, out var report), report.ToString());
        var made = read with { UnknownMembers = JsonMembers.Create(new JsonMember("made", " [ 1 ]\n"u8.ToArray())) };

        var text = Encoding.UTF8.GetString(read.ToUtf8Bytes());

        Assert.Contains("\"later\":{\"a\\u000a b\":[1,2,\"x \\\\\\\" y\"]}", text, StringComparison.Ordinal);
        Assert.Contains("\"extensions\":{\"com.example\":{\"k\":1}}", text, StringComparison.Ordinal);
        Assert.Contains("\"made\":[1]", Encoding.UTF8.GetString(made.ToUtf8Bytes()), StringComparison.Ordinal);
        Assert.True(Project.TryRead(read.ToUtf8Bytes(), out var again, out _));
        Assert.Equal(read, again);
    }

    [Theory]
    [InlineData("1.0.1\0")]
    [InlineData("1.1\0\0.0")]
    public void ContractVersion_ZeroCharacters_AreNoVersion(string version)
    {
        Assert.False(ContractVersion.TryParse(version, out _));
        Assert.False(ContractId.TryParse("customer/" + version, out _));
        Assert.False(Fingerprint.TryParse($"1:customer/{version}:{new string('a', 64)}", out _));
    }

    // A caller who takes one object reads on from where it ended: the pipe is the caller's.
    [Fact]
    public async Task ReadLinesAsync_LeftEarly_ThePipeReadsOn()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(Minimal + "\nrest"), cancellation);
        await pipe.Writer.CompleteAsync();

        await foreach (var result in Project.ReadLinesAsync(pipe.Reader, cancellation))
        {
            Assert.NotNull(result.Value);
            break;
        }

        var rest = await pipe.Reader.ReadAsync(cancellation);
        Assert.Equal("rest", Encoding.UTF8.GetString(rest.Buffer.ToArray()));
    }

    [Fact]
    public async Task ReadLinesAsync_PendingReadCancelled_ThePipeReadsOn()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var pipe = new Pipe();
        pipe.Reader.CancelPendingRead();
        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Project.ReadLinesAsync(pipe.Reader, cancellation)) { }
        });
        await pipe.Writer.WriteAsync("x"u8.ToArray(), cancellation);

        var rest = await pipe.Reader.ReadAsync(cancellation);
        Assert.Equal(1, rest.Buffer.Length);
    }

    // Whatever comes, the reader and the engine agree: otherwise reading throws.
    [Theory]
    [InlineData("\"n\":1e400")]
    [InlineData("\"n\":-0,\"m\":-0.0e-5")]
    [InlineData("\"n\":{\"a\":1,\"\\u0061\":2}")]
    [InlineData("\"n\":[{\"x\":{}},{\"x\":{\"y\":[],\"y\":1}}]")]
    [InlineData("\"n\":1,\"\\u006e\":2")]
    [InlineData("\"\\u0069d\":\"6f9619ff-8b86-d011-b42d-00c04fc964ff\"")]
    [InlineData("\"n\":\"\\ud800\"")]
    [InlineData("\"\\udc00\":1")]
    [InlineData("\"n\":\"\\u0000\"")]
    [InlineData("\"\":1")]
    [InlineData("\"n\":01")]
    [InlineData("\"n\":1.")]
    [InlineData("\"n\":NaN")]
    public void TryRead_HostileMember_AgreesWithTheEngine(string member)
    {
        foreach (var text in (string[])[Minimal[..^1] + "," + member + "}", "\uFEFF" + Minimal, Minimal + "\0", Minimal + "{}", Minimal[..^1] + ",}"])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var isRead = Project.TryRead(bytes, out var value, out var report);
            Assert.Equal(Project.Contract.Schema.IsValid(bytes), isRead);
            Assert.Equal(isRead, report.IsValid);
            if (!isRead) continue;
            Assert.True(Project.TryRead(value!.ToUtf8Bytes(), out var again, out _));
            Assert.Equal(value, again);
            Assert.Equal(value!.GetHashCode(), again!.GetHashCode());
            Assert.True(value.Validate().IsValid);
        }
    }

    [Fact]
    public void Validate_ObjectsMadeInCode_SaysWhatReadingSays()
    {
        var project = EventSamples.Project();
        Project[] bad =
        [
            project with { Name = "a\ud800" },
            project with { Name = null! },
            project with { SourceRefs = null! },
            project with { SourceRefs = [] },
            project with { SourceRefs = [null!] },
            project with { Tags = ["\udc00"] },
            project with { Tags = [null!] },
            project with { ContractId = default },
            project with { ContractId = new(new string('a', 500), new(1, 0, 0)) },
            project with { Status = (RecordStatus)99 },
            project with { UnknownMembers = JsonMembers.Create(new JsonMember("id", "1"u8.ToArray())) },
            project with { Dimensions = [default!] },
        ];
        for (var i = 0; i < bad.Length; i++)
        {
            var report = bad[i].Validate();
            Assert.False(report.IsValid, $"{i}");
            Assert.False(Project.TryRead(bad[i].ToUtf8Bytes(), out _, out var read));
            Assert.Equal(report.ToString(), read.ToString());
        }
        Assert.False((Dated.Rate("EUR", "SEK", 1, new(999, 1, 1))).Validate().IsValid);
        Assert.False((Dated.Rate("EUR", "SEK", 1.00000000001m, new(2026, 1, 1))).Validate().IsValid);
        Assert.True((Dated.Rate("EUR", "SEK", 1, new(2026, 1, 1)) with { ObservedAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(14)) }).Validate().IsValid);
    }

    [Fact]
    public void ToReference_ObjectAtHand_LeadsToIt()
    {
        var project = EventSamples.Project();

        Assert.Equal(new Reference<Project>(project.Id), project.ToReference());
        Assert.Equal(new ObjectReference(project.Id, "project"), project.ToObjectReference());
        Assert.Equal(project.ToReference(), project.ToObjectReference().As<Project>());
    }
}
