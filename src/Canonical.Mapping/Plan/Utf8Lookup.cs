using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Canonical.Mapping;

/// <summary>Finds texts by their UTF-8, each under a tag that tells equal texts apart (a string from a number). Immutable.</summary>
internal sealed class Utf8Lookup
{
    private readonly byte[][] _texts;
    private readonly byte[] _tags;
    private readonly int[] _heads;
    private readonly int[] _next;
    private readonly int _mask;

    public Utf8Lookup(IReadOnlyList<(byte Tag, byte[] Text)> entries)
    {
        _texts = [.. entries.Select(entry => entry.Text)];
        _tags = [.. entries.Select(entry => entry.Tag)];
        _mask = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, entries.Count * 4)) - 1;
        _heads = new int[_mask + 1];
        _next = new int[entries.Count];
        for (var i = 0; i < entries.Count; i++)
        {
            ref var head = ref _heads[Hash(_tags[i], _texts[i]) & (uint)_mask];
            _next[i] = head - 1;
            head = i + 1;
        }
    }

    /// <summary>The index of the entry, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(byte tag, ReadOnlySpan<byte> text)
    {
        for (var i = _heads[Hash(tag, text) & (uint)_mask] - 1; i >= 0; i = _next[i])
        {
            if (_tags[i] == tag && text.SequenceEqual(_texts[i]))
                return i;
        }

        return -1;
    }

    // The ends of a text and its length tell names and codes apart; what they do not is compared.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(byte tag, ReadOnlySpan<byte> text)
    {
        ref var p = ref MemoryMarshal.GetReference(text);
        ulong first, last;
        if (text.Length >= 8)
        {
            first = Unsafe.ReadUnaligned<ulong>(ref p);
            last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref p, text.Length - 8));
        }
        else if (text.Length >= 4)
        {
            first = Unsafe.ReadUnaligned<uint>(ref p);
            last = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref p, text.Length - 4));
        }
        else
        {
            first = text.Length == 0 ? 0 : (ulong)(p | (Unsafe.Add(ref p, text.Length >> 1) << 8) | (Unsafe.Add(ref p, text.Length - 1) << 16));
            last = 0;
        }

        var hash = (first ^ BitOperations.RotateLeft(last, 29) ^ ((ulong)text.Length << 56) ^ tag) * 0x9E3779B97F4A7C15UL;
        return (uint)(hash >> 32) ^ (uint)(hash >> 47);
    }
}
