using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Canonical.Schema;

/// <summary>Property names of a schema as UTF-8, found by hash of the length and the outer eight bytes. Immutable after it is built.</summary>
internal sealed class NameTable
{
    private readonly int[] _buckets;
    private readonly int[] _chain;
    private readonly byte[][] _utf8;

    public NameTable(IReadOnlyList<string> names)
    {
        Names = [.. names];
        _utf8 = Array.ConvertAll(Names, Encoding.UTF8.GetBytes);
        var size = 4;
        while (size < names.Count * 2) size *= 2;
        _buckets = new int[size];
        _chain = new int[names.Count];
        for (var i = 0; i < _utf8.Length; i++)
        {
            ref var bucket = ref _buckets[Hash(_utf8[i]) & (uint)(size - 1)];
            _chain[i] = bucket;
            bucket = i + 1;
        }
    }

    public string[] Names { get; }

    public int Count => _utf8.Length;

    public byte[] Utf8(int index) => _utf8[index];

    /// <summary>The index of a name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        for (var i = _buckets[Hash(name) & (uint)(_buckets.Length - 1)]; i != 0; i = _chain[i - 1])
        {
            if (name.SequenceEqual(_utf8[i - 1])) return i - 1;
        }
        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Hash(ReadOnlySpan<byte> name)
    {
        ulong head, tail;
        ref var start = ref MemoryMarshal.GetReference(name);
        if (name.Length >= 8)
        {
            head = Unsafe.ReadUnaligned<ulong>(ref start);
            tail = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, name.Length - 8));
        }
        else if (name.Length >= 4)
        {
            head = Unsafe.ReadUnaligned<uint>(ref start);
            tail = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, name.Length - 4));
        }
        else
        {
            head = name.Length > 0 ? start : 0u;
            tail = name.Length > 1 ? Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref start, name.Length - 2)) : 0u;
        }
        var mix = (head ^ (ulong)name.Length * 0x9E3779B97F4A7C15UL) * 0xBF58476D1CE4E5B9UL + tail * 0x94D049BB133111EBUL;
        return (uint)(mix >> 32) ^ (uint)(mix >> 47);
    }
}
