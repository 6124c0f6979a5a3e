using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Canonical.Schema;

/// <summary>A text that is expected in a document, such as <c>"name":</c>, compared in one step of up to 32 bytes, and byte by byte from there on.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct Token
{
    private readonly Vector256<byte> _head;
    private readonly Vector256<byte> _mask;
    private readonly byte[]? _tail;

    public Token(ReadOnlySpan<byte> text)
    {
        // No stack memory here: a method that has it and loops is compiled with every optimisation, which takes ten times as long when a process starts.
        Length = text.Length;
        var first = Math.Min(32, text.Length);
        var head = new byte[64];
        text[..first].CopyTo(head);
        for (var i = 0; i < first; i++) head[32 + i] = 0xFF;
        fixed (byte* p = head)
        {
            _head = Vector256.Load(p);
            _mask = Vector256.Load(p + 32);
        }
        if (text.Length > 32) _tail = text[32..].ToArray();
    }

    public readonly int Length;

    /// <summary>Matches nothing: no JSON text has this byte.</summary>
    public static Token Never => new([1]);

    /// <summary>Whether the document goes on with the text at <paramref name="p"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsAt(byte* p) => ((Vector256.Load(p) ^ _head) & _mask) == Vector256<byte>.Zero && (_tail is null || TailIsAt(p));

    // Reads no further than the first byte that differs: the zero bytes at the end of the buffer stop it.
    private bool TailIsAt(byte* p)
    {
        p += 32;
        foreach (var b in _tail!)
        {
            if (*p++ != b) return false;
        }
        return true;
    }

    /// <summary>A string as JSON writes it, when nothing in it must be escaped; otherwise it never matches raw text, and the way through unescaping finds it.</summary>
    public static Token Quoted(ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> after)
    {
        // The zero bytes at the end of the buffer must differ from every token.
        foreach (var b in utf8)
        {
            if (b is < 0x20 or (byte)'"' or (byte)'\\') return Never;
        }
        Span<byte> text = new byte[utf8.Length + 2 + after.Length];
        text[0] = (byte)'"';
        utf8.CopyTo(text[1..]);
        text[utf8.Length + 1] = (byte)'"';
        after.CopyTo(text[(utf8.Length + 2)..]);
        return new Token(text);
    }
}
