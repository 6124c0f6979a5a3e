using System.Globalization;
using System.Text;
using Canonical.Schema;

namespace Canonical.Benchmarks;

/// <summary>Large documents: many megabytes of invoices in one array or one a line, and shapes that are deep or wide.</summary>
internal static class LargeCases
{
    public const string Invoices10 = "array of invoices, 10 MB";
    public const string Invoices100 = "array of invoices, 100 MB";
    public const string Deep = "arrays nested 100 deep, 10 MB";
    public const string Wide = "object of 400,000 properties, 10 MB";

    public static Case Find(string name) => name switch
    {
        Invoices10 => Invoices(name, 10),
        Invoices100 => Invoices(name, 100),
        Deep => DeepArrays(),
        Wide => WideObject(),
        _ => throw new ArgumentException("No such case.", nameof(name)),
    };

    /// <summary>The invoice on one line, with the end of the line, and its schema.</summary>
    public static (byte[] Line, JsonSchema Schema) InvoiceLine()
    {
        var invoice = Cases.Fixed()[0];
        using var parsed = System.Text.Json.JsonDocument.Parse(invoice.Documents[0]);
        using var line = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(line)) parsed.RootElement.WriteTo(writer);
        line.WriteByte((byte)'\n');
        return (line.ToArray(), JsonSchema.Parse(invoice.Schema));
    }

    /// <summary>A schema; the invoice's is known to it by its identifier.</summary>
    public static JsonSchema Schema(Case chosen)
    {
        var registry = new JsonSchemaRegistry();
        registry.Add(Cases.Fixed()[0].Schema);
        return JsonSchema.Parse(chosen.Schema, new JsonSchemaOptions { Registry = registry });
    }

    private static Case Invoices(string name, int megabytes)
    {
        var invoice = Cases.Fixed()[0];
        using var schema = System.Text.Json.JsonDocument.Parse(invoice.Schema);
        using var text = new MemoryStream();
        text.WriteByte((byte)'[');
        while (text.Length < megabytes * 1_000_000L)
        {
            if (text.Length > 1) text.WriteByte((byte)',');
            text.Write(invoice.Documents[0]);
        }
        text.WriteByte((byte)']');
        return new Case(name, Encoding.UTF8.GetBytes($$"""{ "type": "array", "items": { "$ref": "{{schema.RootElement.GetProperty("$id").GetString()}}" } }"""), [text.ToArray()]);
    }

    private static Case DeepArrays()
    {
        var one = new string('[', 98) + "1,2.5,-3,400" + new string(']', 98);
        var text = new StringBuilder("[").Append(one);
        while (text.Length < 10_000_000) text.Append(',').Append(one);
        return new Case(Deep, """{ "$id": "https://example.com/deep", "type": ["array", "number"], "items": { "$ref": "#" } }"""u8.ToArray(), [Encoding.UTF8.GetBytes(text.Append(']').ToString())]);
    }

    private static Case WideObject()
    {
        var text = new StringBuilder("{");
        for (var i = 0; i < 400_000; i++) text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"\"property-{i:000000}\":{i}");
        return new Case(Wide, """{ "type": "object", "additionalProperties": { "type": "integer", "minimum": 0 } }"""u8.ToArray(), [Encoding.UTF8.GetBytes(text.Append('}').ToString())]);
    }
}

/// <summary>A stream that gives the same bytes again and again, as many times as it is told: any size without the memory for it.</summary>
internal sealed class RepeatingStream(byte[] part, int times) : Stream
{
    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => (long)part.Length * times;

    public override long Position
    {
        get => _at;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written < buffer.Length && _at < Length)
        {
            var rest = part.AsSpan((int)(_at % part.Length));
            rest = rest[..Math.Min(rest.Length, buffer.Length - written)];
            rest.CopyTo(buffer[written..]);
            written += rest.Length;
            _at += rest.Length;
        }
        return written;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
