using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Canonical.Model;

// Strings and names.
internal ref partial struct CanonicalTranscoder
{
    private int String(int at)
    {
        var end = FindSpecial(at + 1);
        return (uint)end < (uint)_json.Length && _json[end] == '"' ? end + 1 : EscapedString(end);
    }

    private int Name(int at, ref CanonicalProperty property)
    {
        var start = at + 1;
        var end = FindSpecial(start);
        if ((uint)end < (uint)_json.Length && _json[end] == '"')
        {
            property.NameStart = start;
            property.NameLength = end - start;
            property.Prefix = PropertySorter.Prefix(_json, start, end - start);
            return end + 1;
        }
        end = EscapedString(end);
        var nameStart = _names.Length;
        Unescape(_json[start..(end - 1)], ref _names);
        property.NameStart = ~nameStart;
        property.NameLength = _names.Length - nameStart;
        property.Prefix = PropertySorter.Prefix(_names.Written, nameStart, property.NameLength);
        return end;
    }

    // The first byte that ends a string or does not stand for itself in it; the length of the text when there is none. Most names and values end within the first
    // 32 bytes, so the processor can foretell the way through.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int FindSpecial(int at)
    {
        var json = _json;
        ref var first = ref MemoryMarshal.GetReference(json);
        while (at <= json.Length - Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref first, (nuint)at);
            var special = Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                | Vector256.LessThan(bytes, Vector256.Create((byte)' '));
            var bits = special.ExtractMostSignificantBits();
            if (bits != 0) return at + BitOperations.TrailingZeroCount(bits);
            at += Vector256<byte>.Count;
        }
        return FindSpecialInRest(at);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int FindSpecialInRest(int at)
    {
        while (at < _json.Length && _json[at] is not ((byte)'"' or (byte)'\\' or < (byte)' ')) at++;
        return at;
    }

    // A string from its first escape on. Escapes that RFC 8785 asks for stay; the others give way to what they stand for.
    private int EscapedString(int at)
    {
        while (true)
        {
            if (at >= _json.Length) throw Malformed(at, "the end of the string");
            switch (_json[at])
            {
                case (byte)'"':
                    return at + 1;
                case (byte)'\\':
                    at = Escape(at);
                    break;
                default:
                    throw Malformed(at, "an escape in place of a control character");
            }
            at = FindSpecial(at);
        }
    }

    private int Escape(int at)
    {
        var letter = at + 1 < _json.Length ? _json[at + 1] : default;
        switch (letter)
        {
            case (byte)'"' or (byte)'\\' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return at + 2;
            case (byte)'/':
                Skip(at, at + 1);
                return at + 2;
            case (byte)'u':
                break;
            default:
                throw Malformed(at, "an escape that JSON knows");
        }

        var (character, end) = CodePoint(at);
        if (character is < ' ' or '"' or '\\')
        {
            // Already as it should be: \u00xx in lower case for a control character without an escape of its own.
            if (character is < ' ' and not ('\b' or '\t' or '\n' or '\f' or '\r') && !_json[(at + 2)..end].ContainsAnyInRange((byte)'A', (byte)'F')) return end;
            Skip(at, end);
            _output.AppendEscape((byte)character);
            return end;
        }
        Skip(at, end);
        _output.Advance(new Rune(character).EncodeToUtf8(_output.Reserve(4)));
        return end;
    }

    // The character that \uxxxx, or two of them, stand for.
    private readonly (int Character, int End) CodePoint(int at)
    {
        var unit = Hex(at);
        if (!char.IsSurrogate((char)unit)) return (unit, at + 6);
        if (char.IsHighSurrogate((char)unit) && at + 7 < _json.Length && _json[at + 6] == '\\' && _json[at + 7] == 'u')
        {
            var second = Hex(at + 6);
            if (char.IsLowSurrogate((char)second)) return (char.ConvertToUtf32((char)unit, (char)second), at + 12);
        }
        throw new CanonicalJsonException(ModelCodes.InvalidText, $"The escape at byte {at} is half of a surrogate pair, which has no UTF-8 form.", at);
    }

    private readonly int Hex(int at)
    {
        var digits = at + 6 <= _json.Length ? _json.Slice(at + 2, 4) : default;
        return Utf8Parser.TryParse(digits, out ushort unit, out var used, 'x') && used == 4 ? unit : throw Malformed(at, "four hexadecimal digits after \\u");
    }

    // The text that an escaped string stands for; its escapes have been checked.
    private static void Unescape(ReadOnlySpan<byte> escaped, ref Utf8Builder destination)
    {
        while (true)
        {
            var next = escaped.IndexOf((byte)'\\');
            if (next < 0) break;
            destination.Append(escaped[..next]);
            escaped = escaped[next..];
            if (escaped[1] != 'u')
            {
                destination.Append(escaped[1] switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    var itself => itself,
                });
                escaped = escaped[2..];
                continue;
            }
            var (character, end) = new CanonicalTranscoder(escaped, default).CodePoint(0);
            destination.Advance(new Rune(character).EncodeToUtf8(destination.Reserve(4)));
            escaped = escaped[end..];
        }
        destination.Append(escaped);
    }
}
