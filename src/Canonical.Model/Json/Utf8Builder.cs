using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Canonical.Model;

// A growing buffer of UTF-8: first the caller's span, usually on its stack, then arrays of the shared pool. A struct, so that deriving a key allocates nothing; Dispose gives
// the array back.
internal ref struct Utf8Builder(Span<byte> initial) : IDisposable
{
    private Span<byte> _buffer = initial;
    private byte[]? _rented;
    private int _length;

    public readonly int Length => _length;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    public readonly Span<byte> Slice(int start, int length) => _buffer[.._length].Slice(start, length);

    public void Truncate(int length)
    {
        Debug.Assert(length <= _length);
        _length = length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        if (_length >= _buffer.Length) Grow(1);
        _buffer[_length++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(scoped ReadOnlySpan<byte> value)
    {
        if (value.Length > _buffer.Length - _length) Grow(value.Length);
        value.CopyTo(_buffer[_length..]);
        _length += value.Length;
    }

    public Span<byte> Reserve(int length)
    {
        if (length > _buffer.Length - _length) Grow(length);
        return _buffer.Slice(_length, length);
    }

    public void Advance(int length)
    {
        Debug.Assert(length <= _buffer.Length - _length);
        _length += length;
    }

    // Text given by code, as a JSON string in the form of RFC 8785, section 3.2.2.2.
    public void AppendString(string text)
    {
        // At most three bytes for each code unit, and the two quotes.
        var destination = Reserve(checked(3 * text.Length + 2));
        if (Utf8.FromUtf16(text, destination[1..^1], out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw new ArgumentException("The text has half of a surrogate pair, which has no UTF-8 form.", nameof(text));
        }
        var utf8 = destination.Slice(1, written);
        if (utf8.ContainsAny(MustEscape))
        {
            AppendEscaped(utf8);
            return;
        }
        destination[0] = (byte)'"';
        destination[written + 1] = (byte)'"';
        _length += written + 2;
    }

    // Text that is UTF-8 already, as a JSON string in the same form.
    public void AppendString(scoped ReadOnlySpan<byte> utf8)
    {
        Append((byte)'"');
        while (utf8.IndexOfAny(MustEscape) is >= 0 and var next)
        {
            Append(utf8[..next]);
            AppendEscape(utf8[next]);
            utf8 = utf8[(next + 1)..];
        }
        Append(utf8);
        Append((byte)'"');
    }

    // A character of a string that JSON does not take as it is, in the form of RFC 8785, section 3.2.2.2.
    public void AppendEscape(byte value)
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

    public void Dispose()
    {
        var rented = _rented;
        this = default;
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    private static readonly SearchValues<byte> MustEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    // The text stands in the buffer's free part, so it is copied out first.
    private void AppendEscaped(scoped ReadOnlySpan<byte> unescaped)
    {
        var copy = ArrayPool<byte>.Shared.Rent(unescaped.Length);
        try
        {
            unescaped.CopyTo(copy);
            AppendString(copy.AsSpan(0, unescaped.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int more)
    {
        var needed = checked(_length + more);
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(2L * _buffer.Length, Math.Max(needed, 256))));
        Written.CopyTo(larger);
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
        _rented = larger;
        _buffer = larger;
    }
}
