using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Canonical.Schema;

/// <summary>
/// A fixed set of strings, found by a hash of the length and the first eight bytes that was chosen to have no collisions in this set: one multiplication, one look-up, one comparison. Sets for which no such hash is found fall back to chains.
/// </summary>
internal sealed class StringSet
{
    private const int Attempts = 200;

    private readonly NameTable _names;
    private readonly byte[][] _utf8;
    private readonly int[]? _slots;
    private readonly ulong _factor;
    private readonly int _shift;

    public StringSet(string[] names)
    {
        _names = new NameTable(names);
        _utf8 = _names.Utf8;
        var bits = Math.Max(1, BitOperations.Log2((uint)Math.Max(1, names.Length)) + 1);
        var factor = 0x9E3779B97F4A7C15UL;
        for (var i = 0; i < Attempts; i++)
        {
            if (i > 0 && i % (Attempts / 4) == 0) bits++;
            if (TryBuild(factor, bits) is { } slots)
            {
                _slots = slots;
                _factor = factor;
                _shift = 64 - bits;
                return;
            }
            factor = factor * 6364136223846793005UL + 1442695040888963407UL | 1;
        }
    }

    public int Count => _names.Count;

    public byte[][] Utf8 => _utf8;

    /// <summary>The index of a string, or -1. The text must be followed by eight readable bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe int Find(byte* text, int length)
    {
        if (_slots is null) return _names.Find(new ReadOnlySpan<byte>(text, length));
        var index = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), (int)(Mix(Head(*(ulong*)text, length), length, _factor) >> _shift)) - 1;
        return index >= 0 && new ReadOnlySpan<byte>(text, length).SequenceEqual(_utf8[index]) ? index : -1;
    }

    public int Find(ReadOnlySpan<byte> text) => _names.Find(text);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Head(ulong word, int length) => length >= 8 ? word : word & ((1UL << (length * 8)) - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong head, int length, ulong factor) => (head + (ulong)length * 0xC2B2AE3D27D4EB4FUL) * factor;

    private int[]? TryBuild(ulong factor, int bits)
    {
        var slots = new int[1 << bits];
        // Kept one higher, so that zero is none.
        for (var i = 0; i < _utf8.Length; i++)
        {
            var utf8 = _utf8[i];
            ulong word = 0;
            for (var b = Math.Min(8, utf8.Length) - 1; b >= 0; b--) word = word << 8 | utf8[b];
            ref var slot = ref slots[Mix(word, utf8.Length, factor) >> (64 - bits)];
            if (slot > 0) return null;
            slot = i + 1;
        }
        return slots;
    }
}
