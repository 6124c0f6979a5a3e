using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Canonical.Schema;

/// <summary>Which of an object's known names were seen. One word where that is enough, so that it lives in a register.</summary>
internal interface INameBits<TSelf> where TSelf : struct, INameBits<TSelf>
{
    bool TrySet(nint index);

    bool Has(int index);

    bool Covers(in TSelf required);
}

[StructLayout(LayoutKind.Auto)]
internal struct NameBits64 : INameBits<NameBits64>
{
    private ulong _bits;

    public const int MaxNames = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TrySet(nint index)
    {
        var bit = 1UL << (int)index;
        var isNew = (_bits & bit) == 0;
        _bits |= bit;
        return isNew;
    }

    public readonly bool Has(int index) => (_bits & 1UL << index) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Covers(in NameBits64 required) => (_bits & required._bits) == required._bits;
}

[InlineArray(Words)]
internal struct NameBits1024 : INameBits<NameBits1024>
{
    private const int Words = 16;
    private ulong _first;

    public const int MaxNames = Words * 64;

    public bool TrySet(nint index)
    {
        ref var word = ref this[(int)index >> 6];
        var bit = 1UL << (int)index;
        var isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }

    public readonly bool Has(int index) => (this[index >> 6] & 1UL << index) != 0;

    public readonly bool Covers(in NameBits1024 required)
    {
        for (var i = 0; i < Words; i++)
        {
            if ((this[i] & required[i]) != required[i]) return false;
        }
        return true;
    }
}
