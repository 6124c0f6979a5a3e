using System.Buffers;
using System.Text;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class CsvTests
{
    [Fact]
    public async Task Read_ValuesOfEveryKind_AreThoseThatWereWritten()
    {
        int seed = new Random().Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] pieces = ["", "a", "\"", "\"\"", ",", "\n", "\r\n", "\r", " ", "ö", "😀", "NA", "None", "#N/A", "''", new('x', 300)];
        string[][] rows = [.. Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, 4).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => pieces[random.Next(pieces.Length)]))).ToArray())];
        // An empty row would be an empty line.
        foreach (string[] row in rows)
            row[0] = "k" + row[0];
        var csv = new ArrayBufferWriter<byte>();
        foreach (string[] row in rows)
            CsvTable.WriteRow(csv, row);
        Assert.Equal(rows, await ReadAsync(new PieceStream(csv.WrittenSpan.ToArray(), random)));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", 2)]
    [InlineData("\uFEFFa,b\r\n1,2", 2)]
    [InlineData("a,b\n\n1,2\n\n", 2)]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"\n", 2)]
    public async Task Read_Forms_AreTheSameRows(string csv, int rows)
    {
        List<string[]> read = await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)));
        Assert.Equal(rows, read.Count);
        Assert.Equal(["a", "b"], read[0]);
        Assert.Equal(["1", "2"], read[1]);
    }

    [Theory]
    [InlineData("a,b\n\"1\"x,2\n")]
    [InlineData("a,b\n1\"x\",2\n")]
    [InlineData("a,b\n1,2,3\n")]
    [InlineData("a,b\n1\n2,3\n")]
    public async Task Read_WhatIsNoCsv_IsRefused(string csv)
    {
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv))));
        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, failed.Code);
    }

    [Theory]
    [InlineData("a,b\n1,2\n\"3")]
    [InlineData("a,b\n1,2\n3")]
    public async Task Read_AnswerThatEndsWithinARow_BrokeOff(string csv) =>
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv))));

    [Fact]
    public async Task Read_RowWithoutEnd_DoesNotTakeAllMemory()
    {
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes("a\n\"" + new string('x', 300_000)))));
        Assert.Equal(ConnectorErrorCodes.ResponseTooLarge, failed.Code);
    }

    [Fact]
    public void Flatten_NullUnsetEmptyAndParents_HaveTheirForms()
    {
        using JsonDocument fields = JsonDocument.Parse("""{"attributes":{"type":"Account"},"Name":"n","Phone":null,"Fax":"","Amount":1.10,"Active":true,"Parent":{"attributes":{"type":"Account"},"ERP_Id__c":"P"}}""");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        Assert.True(CsvTable.TryFlatten(fields.RootElement, "", values, out _));
        Assert.Equal(new Dictionary<string, string> { ["Name"] = "n", ["Phone"] = "#N/A", ["Fax"] = "#N/A", ["Amount"] = "1.10", ["Active"] = "true", ["Parent.ERP_Id__c"] = "P" }, values);
    }

    [Theory]
    [InlineData("""{"Name":"#N/A"}""")]
    [InlineData("""{"Name":["a"]}""")]
    public void Flatten_WhatBulkCannotSay_IsRefused(string json)
    {
        using JsonDocument fields = JsonDocument.Parse(json);
        Assert.False(CsvTable.TryFlatten(fields.RootElement, "", [], out RecordIssue? refused));
        Assert.Equal(SalesforceErrorCodes.NotForBulk, refused!.Code);
        Assert.Equal("Name", refused.VendorPath);
    }

    private static async Task<List<string[]>> ReadAsync(Stream stream)
    {
        using var reader = new CsvReader(stream, 100_000, "test");
        var rows = new List<string[]>();
        while (await reader.ReadAsync(rows.Count == 0 ? 0 : rows[0].Length, TestContext.Current.CancellationToken) is { } row)
            rows.Add([.. Enumerable.Range(0, row.Ends.Length).Select(i => Encoding.UTF8.GetString(row.Bytes, i == 0 ? 0 : row.Ends[i - 1], row.Ends[i] - (i == 0 ? 0 : row.Ends[i - 1])))]);
        return rows;
    }

    /// <summary>Gives pieces of any length.</summary>
    private sealed class PieceStream(byte[] content, Random random) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 50))], cancellationToken);
    }
}
