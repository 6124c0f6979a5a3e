using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Canonical.Testing;

/// <summary>Writes Avro's binary encoding (Apache Avro Specification, Binary Encoding).</summary>
internal sealed class AvroWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public void Long(long value)
    {
        ulong zigzag = (ulong)((value << 1) ^ (value >> 63));
        while (zigzag >= 0x80)
        {
            Byte((byte)(zigzag | 0x80));
            zigzag >>= 7;
        }

        Byte((byte)zigzag);
    }

    public void Text(string value)
    {
        Long(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _buffer);
    }

    public void Texts(IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            Long(values.Count);
            foreach (string value in values)
                Text(value);
        }

        Long(0);
    }

    public void Boolean(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    private void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }
}
