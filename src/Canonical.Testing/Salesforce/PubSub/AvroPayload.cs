namespace Canonical.Testing;

/// <summary>Reads a payload that somebody published (Apache Avro Specification, Binary Encoding). What is cut off is remembered instead of thrown.</summary>
internal ref struct AvroPayload(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    public bool IsBroken { get; private set; }

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            IsBroken = true;
            return 0;
        }

        byte value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public long Long()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }

        IsBroken = true;
        return 0;
    }

    public void Skip(int bytes)
    {
        IsBroken |= bytes > _rest.Length;
        _rest = IsBroken ? default : _rest[bytes..];
    }

    /// <summary>A text, of which the characters are counted. False when it is not UTF-8 or cut off.</summary>
    public bool TryText(out int characters)
    {
        long length = Long();
        characters = 0;
        if (IsBroken || length < 0 || length > _rest.Length)
        {
            IsBroken = true;
            return false;
        }

        ReadOnlySpan<byte> text = _rest[..(int)length];
        _rest = _rest[(int)length..];
        if (!System.Text.Unicode.Utf8.IsValid(text))
            return false;
        characters = System.Text.Encoding.UTF8.GetCharCount(text);
        return true;
    }
}
