using System.Text;

namespace Connectors.Salesforce.Tests;

/// <summary>Avro, bitmaps and protobuf by hand-made bytes.</summary>
public sealed class ChangeEventTests
{
    private const string Header = """{"name":"ChangeEventHeader","type":{"type":"record","name":"ChangeEventHeader","fields":[{"name":"entityName","type":"string"},{"name":"recordIds","type":{"type":"array","items":"string"}},{"name":"changeType","type":{"type":"enum","name":"ChangeType","symbols":["CREATE","UPDATE"]}},{"name":"commitNumber","type":"long"},{"name":"changedFields","type":{"type":"array","items":"string"}}]}}""";

    private const string Schema = """{"type":"record","name":"AccountChangeEvent","namespace":"com.sforce","fields":[{"name":"Before","type":["null","double"]},""" + Header
        + ""","""
        + """{"name":"Name","type":["null","string"]},{"name":"BillingAddress","type":["null",{"type":"record","name":"Address","fields":[{"name":"Street","type":["null","string"]},{"name":"City","type":["null","string"]}]}]},{"name":"ShippingAddress","type":["null","Address"]}]}""";

    private const string WithTransaction = """{"type":"record","name":"E","fields":[{"name":"ChangeEventHeader","type":{"type":"record","name":"ChangeEventHeader","fields":[{"name":"transactionKey","type":"string"},{"name":"sequenceNumber","type":"int"}]}}]}""";

    // Before: branch 1 and a double; Account; one id; UPDATE; a number beyond 2^53; a block with its size in bytes.
    private static readonly byte[] Payload =
    [
        2, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F,
        14, .. "Account"u8, 2, 36, .. "0014H00002LbR7QQAV"u8, 0, 2, 0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 3, 22, 8, .. "0x04"u8, 12, .. "4-0x03"u8, 0,
    ];

    [Fact]
    public void Read_HeaderBehindAnotherField_IsRead()
    {
        ChangeEvent change = ChangeEvent.Read(Parse(Schema), Payload);

        Assert.Equal(("Account", "UPDATE"), (change.EntityName, change.ChangeType));
        Assert.Equal(["0014H00002LbR7QQAV"], change.RecordIds);
        Assert.Equal(["Name", "ShippingAddress.Street", "ShippingAddress.City"], change.ChangedFields);
    }

    [Fact]
    public void Read_CutOffAnywhere_IsAnError()
    {
        AvroType schema = Parse(Schema);

        for (int length = 0; length < Payload.Length; length++)
            Assert.Throws<InvalidDataException>(() => ChangeEvent.Read(schema, Payload.AsSpan(0, length)));
    }

    [Fact]
    public void Read_HeaderIsNull_IsAnErrorAndNotAChangeOfNothing()
    {
        AvroType schema = Parse("""{"type":"record","name":"E","fields":[{"name":"ChangeEventHeader","type":["null",{"type":"record","name":"H","fields":[{"name":"entityName","type":"string"}]}]}]}""");
        Assert.Throws<InvalidDataException>(() => ChangeEvent.Read(schema, [0]));
        Assert.Equal("A", ChangeEvent.Read(schema, [2, 2, (byte)'A']).EntityName);
    }

    [Theory]
    [InlineData("0x04", "Name")]
    [InlineData("0x0C", "Name|BillingAddress")]
    [InlineData("3-0x02", "BillingAddress.City")]
    [InlineData("0x00", "")]
    public void Names_OfABitmap_AreThoseOfTheSchema(string bitmap, string names) =>
        Assert.Equal(names, string.Join('|', ChangeEvent.Names(Parse(Schema), [bitmap])));

    [Theory]
    [InlineData("0x20")]
    [InlineData("2-0x01")]
    [InlineData("9-0x01")]
    [InlineData("0xZZ")]
    [InlineData("Name")]
    public void Names_OfWhatIsNoBitmap_IsAnError(string bitmap) =>
        Assert.Throws<InvalidDataException>(() => ChangeEvent.Names(Parse(Schema), [bitmap]));

    [Theory]
    [InlineData("""{"type":"record"}""")]
    [InlineData("\"Unknown\"")]
    [InlineData("[")]
    public void Parse_NoSchema_IsAnError(string json) => Assert.Throws<InvalidDataException>(() => Parse(json));

    [Fact]
    public void Parse_DeepSchema_IsAnError() =>
        Assert.Throws<InvalidDataException>(() => Parse(string.Concat(Enumerable.Repeat("""{"type":"array","items":""", 40)) + "\"null\"" + new string('}', 40)));

    [Fact]
    public void Read_ManyItemsWithoutBytes_IsAnError()
    {
        AvroType schema = Parse("""{"type":"record","name":"E","fields":[{"name":"A","type":{"type":"array","items":"null"}}]}""");

        Assert.Throws<InvalidDataException>(() => ChangeEvent.Read(schema, [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]));
    }

    [Fact]
    public void SeenChanges_SameChangeOfTheSameRecord_IsKnown()
    {
        ChangeEvent change = ChangeEvent.Read(Parse(WithTransaction), [6, .. "t-1"u8, 2]);
        ChangeEvent next = ChangeEvent.Read(Parse(WithTransaction), [6, .. "t-1"u8, 4]);
        var seen = new SeenChanges();
        seen.Add(change, "001A");

        Assert.True(seen.Contains(ChangeEvent.Read(Parse(WithTransaction), [6, .. "t-1"u8, 2]), "001A"));
        Assert.False(seen.Contains(change, "001B"));
        Assert.False(seen.Contains(next, "001A"));
        for (int i = 0; i < 20_000; i++)
            seen.Add(next, $"{i}");
        Assert.False(seen.Contains(change, "001A"), "The oldest is forgotten.");
    }

    [Fact]
    public void ProtoReader_CutOff_IsAnError()
    {
        byte[] message = new ProtoWriter().Text(1, "topic").Number(4, 300).Written.ToArray();
        int fields = 0;
        var reader = new ProtoReader(message);
        while (reader.Read())
            fields += reader.Field;

        Assert.Equal(5, fields);
        Assert.Throws<InvalidDataException>(() => new ProtoReader(message.AsSpan(0, 4)).Read());
    }

    private static AvroType Parse(string json) => AvroSchema.Parse(Encoding.UTF8.GetBytes(json));
}
