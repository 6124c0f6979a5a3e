using System.Buffers;
using System.Text;

namespace Canonical.Testing;

/// <summary>Writes Protocol Buffers messages field by field (Protocol Buffers, Encoding). Default values are left out, as proto3 does.</summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public ProtoWriter Text(int field, string? value) => string.IsNullOrEmpty(value) ? this : Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return this;
        return Message(field, value);
    }

    /// <summary>A nested message, which is written even when it is empty.</summary>
    public ProtoWriter Message(int field, ReadOnlySpan<byte> value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _buffer.Write(value);
        return this;
    }

    public ProtoWriter Number(int field, long value)
    {
        if (value == 0)
            return this;
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _buffer.GetSpan(1)[0] = (byte)(value | 0x80);
            _buffer.Advance(1);
            value >>= 7;
        }

        _buffer.GetSpan(1)[0] = (byte)value;
        _buffer.Advance(1);
    }
}
