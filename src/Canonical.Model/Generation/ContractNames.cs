using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Canonical.Model;

/// <summary>
/// The names of an object's members, or the texts of a code, in the order of the contract, ready to be found in UTF-8: the one that is expected next is compared in one step,
/// others are found by a hash without collisions. For generated code. Thread-safe: immutable.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class ContractNames
{
    // How many names after the last one are compared before the hash is asked: optional members are often left out.
    private const int Ahead = 4;

    private readonly Token[] _tokens;
    private readonly string[] _texts;
    private readonly byte[][] _utf8;
    private readonly byte[] _slots;
    private readonly ulong _seed;
    private readonly int _shift;

    // "name": as documents write it. The first 32 bytes are compared at once, the few longer names go on byte by byte.
    [StructLayout(LayoutKind.Auto)]
    private struct Token
    {
        public Vector256<byte> Head;
        public Vector256<byte> Mask;
        public int Length;
        public byte[]? Tail;
    }

    /// <summary>Makes the names.</summary>
    /// <param name="texts">At most 250 different texts, in the order of the contract.</param>
    /// <exception cref="ArgumentException">There are too many, or two are equal.</exception>
    /// <exception cref="InvalidOperationException">A text has more than 256 bytes.</exception>
    public ContractNames(params ReadOnlySpan<string> texts)
    {
        if (texts.Length > 250) throw new ArgumentException("There are more than 250 names.", nameof(texts));
        _texts = texts.ToArray();
        _utf8 = Array.ConvertAll(_texts, static t => Encoding.UTF8.GetBytes(t));
        if (_texts.Distinct(StringComparer.Ordinal).Count() != _texts.Length) throw new ArgumentException("Two names are equal.", nameof(texts));
        _tokens = new Token[texts.Length + Ahead];
        for (var i = 0; i < _tokens.Length; i++) _tokens[i] = i < _utf8.Length ? MakeToken(_utf8[i]) : MakeToken(null);
        (_slots, _seed, _shift) = MakeHash();
    }

    /// <summary>How many names there are.</summary>
    public int Count => _texts.Length;

    internal string Text(int index) => _texts[index];

    internal ReadOnlySpan<byte> Utf8(int index) => _utf8[index];

    // The index of the name that stands at p with its quotes and colon, when it is one of those that may follow the one before; past it in `after`. Otherwise -1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Expect(byte* p, int previous, out byte* after)
    {
        var text = Vector256.Load(p);
        ref var token = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_tokens), previous + 1);
        for (var i = 1; i <= Ahead; i++)
        {
            if (((text ^ token.Head) & token.Mask) == Vector256<byte>.Zero && (token.Tail is null || TailIsAt(token.Tail, p + 32)))
            {
                after = p + token.Length;
                return previous + i;
            }
            token = ref Unsafe.Add(ref token, 1);
        }
        after = null;
        return -1;
    }

    // The index of an unescaped text, or -1. Eight bytes may be read at its end.
    internal int Find(byte* text, int length)
    {
        if (_texts.Length == 0) return -1;
        var slot = _slots[(int)(Hash(text, length, _seed) >> _shift)];
        if (slot == 0) return -1;
        var name = _utf8[slot - 1];
        return name.AsSpan().SequenceEqual(new ReadOnlySpan<byte>(text, length)) ? slot - 1 : -1;
    }

    // Reads no further than the first byte that differs: the zero bytes at the end of the buffer stop it.
    private static bool TailIsAt(byte[] tail, byte* p)
    {
        foreach (var b in tail)
        {
            if (*p++ != b) return false;
        }
        return true;
    }

    private static Token MakeToken(byte[]? name)
    {
        Span<byte> head = stackalloc byte[32];
        Span<byte> mask = stackalloc byte[32];
        head.Clear();
        mask.Clear();
        // A name with escapes never matches raw text; a byte that no JSON has stands for it, and for the places after the last name.
        byte[] text = name is null || name.AsSpan().IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0 || name.AsSpan().IndexOfAny((byte)'"', (byte)'\\') >= 0 ? [1] : [(byte)'"', .. name, (byte)'"', (byte)':'];
        var first = Math.Min(32, text.Length);
        text.AsSpan(0, first).CopyTo(head);
        mask[..first].Fill(0xFF);
        return new() { Head = Vector256.Create<byte>(head), Mask = Vector256.Create<byte>(mask), Length = text.Length, Tail = text.Length > 32 ? text[32..] : null };
    }

    // Tries seeds until no two names share a slot; a larger table when none does.
    private (byte[] Slots, ulong Seed, int Shift) MakeHash()
    {
        for (var bits = Math.Max(1, BitOperations.Log2((uint)Math.Max(1, _texts.Length)) + 1); ; bits++)
        {
            var seed = 0x9E3779B97F4A7C15UL;
            for (var attempt = 0; attempt < 64; attempt++, seed = seed * 6364136223846793005UL + 1442695040888963407UL)
            {
                if (TryFill(1 << bits, seed | 1, 64 - bits) is { } slots) return (slots, seed | 1, 64 - bits);
            }
        }
    }

    private byte[]? TryFill(int size, ulong seed, int shift)
    {
        var slots = new byte[size];
        Span<byte> padded = stackalloc byte[264];
        for (var i = 0; i < _utf8.Length; i++)
        {
            // Longer texts than this are not names; they would be cut here and found by nobody.
            if (_utf8[i].Length > 256) throw new InvalidOperationException("A name has more than 256 bytes.");
            padded.Clear();
            _utf8[i].CopyTo(padded);
            fixed (byte* text = padded)
            {
                ref var slot = ref slots[(int)(Hash(text, _utf8[i].Length, seed) >> shift)];
                if (slot != 0) return null;
                slot = (byte)(i + 1);
            }
        }
        return slots;
    }

    // Every byte of the text has a part in it: texts that differ have some seed that tells them apart.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(byte* text, int length, ulong seed)
    {
        var head = *(ulong*)text;
        ulong tail = 0;
        if (length < 8) head &= (1UL << (length * 8)) - 1;
        else
        {
            tail = *(ulong*)(text + length - 8);
            // What lies between them in longer texts.
            for (var at = 8; at < length - 8; at += 8) tail = BitOperations.RotateLeft(tail, 17) + *(ulong*)(text + at);
        }
        var hash = (head ^ BitOperations.RotateLeft(tail, 29) ^ (ulong)length) * seed;
        return (hash ^ (hash >> 32)) * seed;
    }
}
