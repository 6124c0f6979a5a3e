using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Canonical.Model;

public ref partial struct ContractWriter
{
    private static readonly SearchValues<char> MustEscape = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static c => (char)c), '"', '\\']);

    /// <summary>Writes a string. Half of a surrogate pair is written as its escape, which validation refuses.</summary>
    /// <param name="value">The value; null is written as <c>null</c>, which validation refuses.</param>
    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteNull();
            return;
        }
        // Three bytes at most for a char of UTF-16, when none is escaped; two quotes.
        var most = checked(value.Length * 3 + 2);
        if (_buffer.Length - _length < most + Reserve) Grow(most + Reserve);
        _buffer[_length++] = (byte)'"';
        var plain = CopyPlain(value, ref MemoryMarshal.GetReference(_buffer[_length..]));
        _length += plain;
        if (plain < value.Length) WriteRest(value.AsSpan(plain));
        _buffer[_length++] = (byte)'"';
    }

    // Copies characters of ASCII that need no escape, by whole vectors while there are any; how many there were.
    private static int CopyPlain(string value, ref byte target)
    {
        ref var source = ref Unsafe.As<char, ushort>(ref Unsafe.AsRef(in value.GetPinnableReference()));
        var length = value.Length;
        var i = 0;
        while (i + 8 <= length)
        {
            var v = Vector128.LoadUnsafe(ref source, (nuint)i);
            if (!IsPlain(v)) break;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, i), Vector128.Narrow(v, v).AsUInt64().ToScalar());
            i += 8;
        }
        if (i + 8 > length && length >= 8)
        {
            // The last eight again.
            var v = Vector128.LoadUnsafe(ref source, (nuint)(length - 8));
            if (IsPlain(v))
            {
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, length - 8), Vector128.Narrow(v, v).AsUInt64().ToScalar());
                return length;
            }
        }
        for (; i < length; i++)
        {
            var c = Unsafe.Add(ref source, i);
            if (c is < 0x20 or > 0x7F or '"' or '\\') break;
            Unsafe.Add(ref target, i) = (byte)c;
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPlain(Vector128<ushort> v) =>
        (Vector128.GreaterThan(v - Vector128.Create((ushort)0x20), Vector128.Create((ushort)0x5F)) | Vector128.Equals(v, Vector128.Create((ushort)'"')) | Vector128.Equals(v, Vector128.Create((ushort)'\\'))) == Vector128<ushort>.Zero;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteRest(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var next = text.IndexOfAny(MustEscape);
            var run = next < 0 ? text : text[..next];
            text = text[run.Length..];
            WriteRun(run);
            if (next < 0) return;
            WriteEscape(text[0]);
            text = text[1..];
        }
    }

    // Text without characters that JSON escapes.
    private void WriteRun(ReadOnlySpan<char> run)
    {
        while (!run.IsEmpty)
        {
            if (_buffer.Length - _length < run.Length * 3 + Reserve) Grow(run.Length * 3 + Reserve);
            Utf8.FromUtf16(run, _buffer[_length..], out var read, out var written, replaceInvalidSequences: false);
            _length += written;
            run = run[read..];
            if (run.IsEmpty) return;
            Unit(run[0]);
            run = run[1..];
        }
    }

    private void WriteEscape(char c)
    {
        var letter = c switch { '"' => '"', '\\' => '\\', '\b' => 'b', '\t' => 't', '\n' => 'n', '\f' => 'f', '\r' => 'r', _ => '\0' };
        if (letter == '\0')
        {
            Unit(c);
            return;
        }
        if (_buffer.Length - _length < Reserve) Grow(Reserve);
        _buffer[_length++] = (byte)'\\';
        _buffer[_length++] = (byte)letter;
    }

    private void Unit(char c)
    {
        if (_buffer.Length - _length < Reserve) Grow(Reserve);
        "\\u"u8.CopyTo(_buffer[_length..]);
        _length += 2;
        for (var shift = 12; shift >= 0; shift -= 4) _buffer[_length++] = "0123456789abcdef"u8[c >> shift & 15];
    }
}
