using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Connectors.Salesforce;

/// <summary>Makes records of the rows of a bulk result, in the form in which REST gives them: parents nested, empty cells null, numbers digit by digit. Not thread-safe.</summary>
internal sealed class SalesforceBulkRecords : IDisposable
{
    private readonly SalesforceBulkShape _shape;
    private readonly string _root;
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _writer;
    private IReadOnlyList<string>? _columns;
    private Node _tree = new("");
    private int _id;

    public SalesforceBulkRecords(SalesforceBulkShape shape, string root)
    {
        _shape = shape;
        _root = $"{root}/sobjects/{shape.ObjectName}/";
        // The bytes are read by a machine: only what JSON itself needs is escaped.
        _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>The record of a row.</summary>
    public SalesforceRecord Read(SalesforceBulkRow row)
    {
        if (!ReferenceEquals(_columns, row.Columns))
            Learn(row.Columns);
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        _writer.WriteStartObject("attributes"u8);
        _writer.WriteString("type"u8, _shape.ObjectName);
        if (_id >= 0 && row.GetString(_id) is { } id)
            _writer.WriteString("url"u8, _root + id);
        _writer.WriteEndObject();
        WriteMembers(_tree, row);
        _writer.WriteEndObject();
        _writer.Flush();
        return new SalesforceRecord(_buffer.WrittenSpan.ToArray(), hasMoreChildren: false);
    }

    public void Dispose() => _writer.Dispose();

    // Each page repeats the header; its columns are those of the query.
    private void Learn(IReadOnlyList<string> columns)
    {
        _columns = columns;
        _tree = new Node("");
        _id = -1;
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i].Equals("Id", StringComparison.OrdinalIgnoreCase))
                _id = i;
            Node at = _tree;
            string[] names = columns[i].Split('.');
            for (int n = 0; n < names.Length; n++)
            {
                string path = string.Join('.', names[..(n + 1)]);
                Node? next = at.Members.Find(m => m.Name.Equals(names[n], StringComparison.OrdinalIgnoreCase));
                if (next is null)
                    at.Members.Add(next = new Node(names[n]) { ObjectName = _shape.ParentOf(path) });
                at = next;
            }

            at.Column = i;
            at.Cell = _shape.CellOf(columns[i]);
        }
    }

    private void WriteMembers(Node node, SalesforceBulkRow row)
    {
        foreach (Node member in node.Members)
        {
            if (member.Column < 0)
            {
                WriteParent(member, row);
                continue;
            }

            WriteValue(member, row.GetUtf8(member.Column));
        }
    }

    // A parent whose cells are all empty is none, as far as anybody can tell.
    private void WriteParent(Node parent, SalesforceBulkRow row)
    {
        if (IsEmpty(parent, row))
        {
            _writer.WriteNull(parent.Encoded);
            return;
        }

        _writer.WriteStartObject(parent.Encoded);
        if (parent.ObjectName is not null)
        {
            _writer.WriteStartObject("attributes"u8);
            _writer.WriteString("type"u8, parent.ObjectName);
            _writer.WriteEndObject();
        }

        WriteMembers(parent, row);
        _writer.WriteEndObject();
    }

    private void WriteValue(Node member, ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty)
        {
            _writer.WriteNull(member.Encoded);
            return;
        }

        switch (member.Cell)
        {
            case SalesforceBulkCell.Boolean when cell.SequenceEqual("true"u8) || cell.SequenceEqual("false"u8):
            case SalesforceBulkCell.Number when IsNumber(cell):
                _writer.WritePropertyName(member.Encoded);
                _writer.WriteRawValue(cell, skipInputValidation: true);
                return;
            case SalesforceBulkCell.Instant when cell[^1] == (byte)'Z' && cell.Length <= 40:
                Span<byte> instant = stackalloc byte[cell.Length + 4];
                cell[..^1].CopyTo(instant);
                "+0000"u8.CopyTo(instant[(cell.Length - 1)..]);
                _writer.WriteString(member.Encoded, instant);
                return;
            default:
                if (Utf8.IsValid(cell))
                    _writer.WriteString(member.Encoded, cell);
                else
                    _writer.WriteString(member.Encoded, Encoding.UTF8.GetString(cell));
                return;
        }
    }

    private static bool IsNumber(ReadOnlySpan<byte> cell)
    {
        if (cell[0] != (byte)'-' && !char.IsAsciiDigit((char)cell[0]))
            return false;
        var reader = new Utf8JsonReader(cell);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.BytesConsumed == cell.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsEmpty(Node node, SalesforceBulkRow row)
    {
        foreach (Node member in node.Members)
        {
            if (member.Column >= 0 ? !row.GetUtf8(member.Column).IsEmpty : !IsEmpty(member, row))
                return false;
        }

        return true;
    }

    private sealed class Node(string name)
    {
        public string Name { get; } = name;

        public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(name);

        public string? ObjectName { get; init; }

        public int Column { get; set; } = -1;

        public SalesforceBulkCell Cell { get; set; }

        public List<Node> Members { get; } = [];
    }
}
