using System.Buffers;
using System.Globalization;
using System.Text;

namespace Canonical.Testing;

/// <summary>Writes CSV as the Bulk API does: every value in quotes, null as an empty value, instants with Z.</summary>
internal sealed class SalesforceCsvWriter(byte delimiter, bool crLf)
{
    private bool _first = true;

    public ArrayBufferWriter<byte> Buffer { get; } = new(64 * 1024);

    public void Value(ReadOnlySpan<char> text)
    {
        if (!_first)
            Byte(delimiter);
        _first = false;
        Byte((byte)'"');
        while (text.IndexOf('"') is >= 0 and var quote)
        {
            Encoding.UTF8.GetBytes(text[..(quote + 1)], Buffer);
            Byte((byte)'"');
            text = text[(quote + 1)..];
        }

        Encoding.UTF8.GetBytes(text, Buffer);
        Byte((byte)'"');
    }

    public void Value(SalesforceSandboxField field, object? value)
    {
        switch (value)
        {
            case null:
                Value("");
                break;
            case bool flag:
                Value(flag ? "true" : "false");
                break;
            case decimal number:
                Value(field.Type is SalesforceSandboxFieldType.WholeNumber ? number.ToString("0", CultureInfo.InvariantCulture) : SalesforceValue.JavaDouble(number));
                break;
            case DateOnly date:
                Value(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset instant:
                Value(instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", CultureInfo.InvariantCulture));
                break;
            default:
                Value((string)value);
                break;
        }
    }

    public void EndRow()
    {
        if (crLf)
            Byte((byte)'\r');
        Byte((byte)'\n');
        _first = true;
    }

    private void Byte(byte value)
    {
        Buffer.GetSpan(1)[0] = value;
        Buffer.Advance(1);
    }
}
