using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Canonical.Schema;

/// <summary>Property names of a schema as UTF-8, found by hash of the length and the outer eight bytes. Immutable after it is built.</summary>
internal sealed class NameTable
{
    public readonly string[] Names;
    private byte[][]? _utf8;
    private Index? _index;

    // Made when the first name is looked for. Two threads that meet here make two equal ones.
    private sealed class Index(int[] buckets, int[] chain)
    {
        public readonly int[] Buckets = buckets, Chain = chain;
    }

    public NameTable(string[] names) => Names = names;

    public int Count => Names.Length;

    /// <summary>The names as UTF-8.</summary>
    public byte[][] Utf8 => _utf8 ?? Encode();

    /// <summary>The index of a name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        var index = _index ?? Build();
        var utf8 = _utf8!;
        for (var i = index.Buckets[Hash(name) & (uint)(index.Buckets.Length - 1)]; i != 0; i = index.Chain[i - 1])
        {
            if (name.SequenceEqual(utf8[i - 1])) return i - 1;
        }
        return -1;
    }

    private byte[][] Encode()
    {
        var utf8 = new byte[Names.Length][];
        for (var i = 0; i < utf8.Length; i++) utf8[i] = Encoding.UTF8.GetBytes(Names[i]);
        Volatile.Write(ref _utf8, utf8);
        return utf8;
    }

    private Index Build()
    {
        var utf8 = Utf8;
        var size = 4;
        while (size < utf8.Length * 2) size *= 2;
        var buckets = new int[size];
        var chain = new int[utf8.Length];
        for (var i = 0; i < utf8.Length; i++)
        {
            ref var bucket = ref buckets[Hash(utf8[i]) & (uint)(size - 1)];
            chain[i] = bucket;
            bucket = i + 1;
        }
        var index = new Index(buckets, chain);
        Volatile.Write(ref _index, index);
        return index;
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
