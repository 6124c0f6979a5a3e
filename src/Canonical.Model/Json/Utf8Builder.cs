using System.Buffers;
using System.Text;

namespace Canonical.Model;

// A growing buffer of UTF-8 from the shared pool. A struct, so that canonicalising allocates nothing but its result; Dispose gives the array back.
internal struct Utf8Builder(int capacity) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    public readonly int Length => _length;

    public readonly ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public readonly Span<byte> Slice(int start, int length) => _buffer.AsSpan(start, length);

    public void Truncate(int length) => _length = length;

    public void Append(byte value)
    {
        if (_length == _buffer.Length) Grow(1);
        _buffer[_length++] = value;
    }

    public void Append(scoped ReadOnlySpan<byte> value)
    {
        if (value.Length > _buffer.Length - _length) Grow(value.Length);
        value.CopyTo(_buffer.AsSpan(_length));
        _length += value.Length;
    }

    public Span<byte> Reserve(int length)
    {
        if (length > _buffer.Length - _length) Grow(length);
        return _buffer.AsSpan(_length, length);
    }

    public void Advance(int length) => _length += length;

    // Text given by code, as a JSON string in the form of RFC 8785.
    public void AppendString(string text)
    {
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            AppendString(rented.AsSpan(0, StrictUtf8.GetBytes(text, rented)));
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException("The text has half of a surrogate pair, which has no UTF-8 form.", nameof(text), e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // Unescaped UTF-8, as a JSON string in the form of RFC 8785, section 3.2.2.2.
    public void AppendString(scoped ReadOnlySpan<byte> unescaped)
    {
        Append((byte)'"');
        while (true)
        {
            var next = unescaped.IndexOfAny(MustEscape);
            if (next < 0) break;
            Append(unescaped[..next]);
            AppendEscaped(unescaped[next]);
            unescaped = unescaped[(next + 1)..];
        }
        Append(unescaped);
        Append((byte)'"');
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<byte> MustEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private void AppendEscaped(byte value)
    {
        Append((byte)'\\');
        switch (value)
        {
            case (byte)'\b': Append((byte)'b'); break;
            case (byte)'\t': Append((byte)'t'); break;
            case (byte)'\n': Append((byte)'n'); break;
            case (byte)'\f': Append((byte)'f'); break;
            case (byte)'\r': Append((byte)'r'); break;
            case (byte)'"' or (byte)'\\': Append(value); break;
            default:
                Append("u00"u8);
                Append("0123456789abcdef"u8[value >> 4]);
                Append("0123456789abcdef"u8[value & 15]);
                break;
        }
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, checked(_length + more)));
        Written.CopyTo(larger);
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
