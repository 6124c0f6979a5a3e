using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Canonical.Cli.Tests;

// Input that is compressed with gzip, and input that begins with a byte order mark.
public sealed class CompressedInputTests
{
    private static readonly string Schemas = Path.Combine(Shell.Root, "tests", "Canonical.Cli.Tests", "Golden", "schemas");

    private const string Fine = """{"contract":"parcel/1.0.0","weight":1}""";
    private const string Heavy = """{"contract":"parcel/1.0.0","weight":0}""";

    private static byte[] Zip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    private static Task<ShellResult> ValidateAsync(byte[] input, params string[] arguments) => Shell.RunAsync(input, ["validate", "-", "--schemas", Schemas, .. arguments]);

    [Theory]
    [InlineData("a.ndjson.gz")]
    [InlineData("a.JSONL.GZ")]
    [InlineData("a.json")]
    public async Task Validate_GzipFile_IsReadAsWhatIsInside(string name)
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, name);
        await File.WriteAllBytesAsync(file, Zip($"{Fine}\n{Heavy}\n"), TestContext.Current.CancellationToken);

        var result = await Shell.RunAsync("validate", file, "--schemas", Schemas);

        Assert.Equal((1, ""), (result.Code, result.Error));
        Assert.StartsWith($"{file}:2:37: /weight: ", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("2 documents, 1 invalid, 1 finding.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_GzipOfSeveralMembersOnStandardInput_IsOneText()
    {
        var result = await ValidateAsync([.. Zip(Fine + "\n"), .. Zip(Fine + "\n" + Fine)]);

        Assert.Equal((0, "3 documents, all valid.\n", ""), (result.Code, result.Output, result.Error));
    }

    [Fact]
    public async Task Validate_FolderWithCompressedFiles_FindsThem()
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "a.json.gz"), Zip(Fine), TestContext.Current.CancellationToken);
        folder.File("b.json", Fine);

        Assert.Equal("2 documents, all valid.\n", (await Shell.RunAsync("validate", folder.Path, "--schemas", Schemas)).Output);
    }

    [Fact]
    public async Task Validate_GzipCutShortAnywhere_Exits65AndSaysSo()
    {
        var whole = Zip(string.Concat(Enumerable.Range(0, 200).Select(i => Fine.Replace("1}", i + 1 + "}", StringComparison.Ordinal) + "\n")));
        Assert.Equal(0, (await ValidateAsync(whole)).Code);
        // The trailer is eight bytes, and the header ten.
        foreach (var length in new[] { 2, 9, 11, whole.Length / 2, whole.Length - 9, whole.Length - 8, whole.Length - 4, whole.Length - 1 })
        {
            var result = await ValidateAsync(whole[..length]);

            Assert.Equal(65, result.Code);
            Assert.Equal("canonical: <stdin> is damaged or cut short: it is not whole gzip data. Fetch or compress it again.\n", result.Error);
        }
    }

    [Fact]
    public async Task Validate_GzipWithAWrongByte_Exits65()
    {
        var bytes = Zip(string.Concat(Enumerable.Repeat(Fine + "\n", 50)));
        bytes[^6] ^= 0xFF;

        Assert.Equal(65, (await ValidateAsync(bytes)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public async Task Validate_NameSaysGzipAndItIsNot_Exits65(string content)
    {
        using var folder = new TempFolder();

        var result = await Shell.RunAsync("validate", folder.File("a.json.gz", content), "--schemas", Schemas);

        Assert.Equal(65, result.Code);
        Assert.Contains("a.json.gz is not compressed with gzip, as its name says.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void BlockReader_LineOfABomb_IsRefusedInBoundedMemory()
    {
        // 64 MiB of blanks in 64 KB: one line that is longer than a line may be, then one that is fine.
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            var blanks = new byte[1 << 20];
            blanks.AsSpan().Fill((byte)' ');
            for (var i = 0; i < 64; i++) gzip.Write(blanks);
            gzip.Write("\n{}\n"u8);
        }
        bytes.Position = 0;
        using var input = new InputStream(bytes, "a.gz");
        using var reader = new BlockReader(input, InputForm.Lines, 4096, maxDocument: 1 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();

        using (var first = reader.Read(TestContext.Current.CancellationToken)) Assert.True(first!.IsTooLong);
        var rest = new StringBuilder();
        while (reader.Read(TestContext.Current.CancellationToken) is { } block)
        {
            using (block) rest.Append(Encoding.UTF8.GetString(block.Bytes));
        }

        Assert.Equal("{}", rest.ToString().Trim());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Theory]
    [InlineData("a.ndjson", "validate")]
    [InlineData("a.json", "validate")]
    [InlineData("a.json", "canonicalize")]
    [InlineData("a.ndjson", "canonicalize")]
    public async Task ByteOrderMark_IsPassedOver(string name, string command)
    {
        using var folder = new TempFolder();
        var file = folder.File(name, "\uFEFF" + Fine);

        var result = await Shell.RunAsync(command == "validate" ? [command, file, "--schemas", Schemas] : [command, file]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        if (command == "canonicalize") Assert.Equal(Fine, result.Output.TrimEnd());
    }

    [Fact]
    public async Task Key_GzipWithAByteOrderMark_IsRead()
    {
        var json = await File.ReadAllTextAsync(Shell.Example("customer", "valid", "minimal.json"), TestContext.Current.CancellationToken);

        var result = await Shell.RunAsync(Zip("\uFEFF" + json), ["key", "--tenant", "acme"]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.NotNull(JsonNode.Parse(result.Output)!["fingerprint"]);
    }
}
