using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Canonical.Model;

// One property of an open object: its unescaped name, and where its text begins in the canonical output and in the input.
[StructLayout(LayoutKind.Auto)]
internal struct CanonicalProperty
{
    // Orders most names at once; equal prefixes are compared by the whole name.
    public ulong Prefix;

    // In the input, or, for a name that was written with escapes, ~offset in the buffer of unescaped names.
    public int NameStart;
    public int NameLength;
    public int OutputStart;
    public int OutputEnd;
    public int InputStart;
}

// Sorts properties by the UTF-16 code units of their names (RFC 8785, section 3.2.3), decided on UTF-8: nothing is transcoded.
internal readonly ref struct PropertySorter(ReadOnlySpan<byte> input, ReadOnlySpan<byte> unescaped)
{
    private const ulong HighBits = 0x8080808080808080;

    private readonly ReadOnlySpan<byte> _input = input;
    private readonly ReadOnlySpan<byte> _unescaped = unescaped;

    // The first eight bytes as a number that compares like them. The order of UTF-16 code units is the order of the bytes of UTF-8, but for one thing: a character beyond
    // U+FFFF (lead byte F0 to F4) is a surrogate pair (D800 to DFFF) in UTF-16, and so comes before U+E000 to U+FFFF (lead bytes EE and EF). Such lead bytes trade places.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Prefix(ReadOnlySpan<byte> text, int start, int length)
    {
        ulong prefix;
        if (text.Length - start >= sizeof(ulong))
        {
            prefix = BinaryPrimitives.ReadUInt64BigEndian(text[start..]);
            if (length < sizeof(ulong)) prefix &= length == 0 ? 0 : ulong.MaxValue << (8 * (sizeof(ulong) - length));
        }
        else
        {
            prefix = ShortPrefix(text.Slice(start, Math.Min(length, text.Length - start)));
        }
        return (prefix & HighBits) == 0 ? prefix : TradePlaces(prefix);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Compare(in CanonicalProperty x, in CanonicalProperty y) =>
        x.Prefix != y.Prefix ? (x.Prefix < y.Prefix ? -1 : 1) : CompareNames(Name(x), Name(y));

    public void Sort(Span<CanonicalProperty> properties)
    {
        if (properties.Length <= 24)
        {
            InsertionSort(properties);
            return;
        }
        var scratch = ArrayPool<CanonicalProperty>.Shared.Rent(properties.Length);
        MergeSort(properties, scratch.AsSpan(0, properties.Length));
        ArrayPool<CanonicalProperty>.Shared.Return(scratch);
    }

    public static int CompareNames(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        var common = x.CommonPrefixLength(y);
        if (common == x.Length || common == y.Length) return x.Length - y.Length;
        return Rank(x[common]) - Rank(y[common]);
    }

    private ReadOnlySpan<byte> Name(in CanonicalProperty property) => property.NameStart >= 0
        ? _input.Slice(property.NameStart, property.NameLength)
        : _unescaped.Slice(~property.NameStart, property.NameLength);

    private void InsertionSort(Span<CanonicalProperty> properties)
    {
        for (var i = 1; i < properties.Length; i++)
        {
            if (Compare(properties[i - 1], properties[i]) <= 0) continue;
            var moved = properties[i];
            var at = i;
            do
            {
                properties[at] = properties[at - 1];
                at--;
            }
            while (at > 0 && Compare(properties[at - 1], moved) > 0);
            properties[at] = moved;
        }
    }

    // Never more than n log n comparisons, whatever names a sender chooses.
    private void MergeSort(Span<CanonicalProperty> properties, Span<CanonicalProperty> scratch)
    {
        if (properties.Length <= 24)
        {
            InsertionSort(properties);
            return;
        }
        var middle = properties.Length / 2;
        MergeSort(properties[..middle], scratch[..middle]);
        MergeSort(properties[middle..], scratch[middle..]);
        if (Compare(properties[middle - 1], properties[middle]) <= 0) return;
        properties.CopyTo(scratch);
        var (left, right) = (0, middle);
        for (var i = 0; i < properties.Length; i++)
        {
            properties[i] = right == scratch.Length || (left < middle && Compare(scratch[left], scratch[right]) <= 0) ? scratch[left++] : scratch[right++];
        }
    }

    private static ulong ShortPrefix(ReadOnlySpan<byte> name)
    {
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        name.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    private static ulong TradePlaces(ulong prefix)
    {
        for (var shift = 0; shift < 64; shift += 8)
        {
            var value = (byte)(prefix >> shift);
            if (value >= 0xEE) prefix = (prefix & ~(0xFFUL << shift)) | ((ulong)Rank(value) << shift);
        }
        return prefix;
    }

    private static int Rank(byte value) => value switch
    {
        >= 0xF0 => value - 2,
        >= 0xEE => value + 5,
        _ => value,
    };
}
