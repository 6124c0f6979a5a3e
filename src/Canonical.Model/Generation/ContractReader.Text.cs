using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Canonical.Model;

public unsafe ref partial struct ContractReader
{
    /// <summary>Reads a text.</summary>
    /// <param name="minLength">The fewest characters (code points).</param>
    /// <param name="maxLength">The most characters (code points).</param>
    /// <param name="value">The text.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadString(int minLength, int maxLength, [NotNullWhen(true)] out string? value) => TryReadText(minLength, maxLength, null, null, out value);

    /// <summary>Reads a text that keeps another rule too, such as a pattern.</summary>
    /// <param name="minLength">The fewest characters (code points).</param>
    /// <param name="maxLength">The most characters (code points).</param>
    /// <param name="rule">The rule.</param>
    /// <param name="value">The text.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadString(int minLength, int maxLength, ContractRule rule, [NotNullWhen(true)] out string? value) => TryReadText(minLength, maxLength, rule, null, out value);

    /// <summary>Reads the text of an open code; known values are shared texts.</summary>
    /// <param name="minLength">The fewest characters (code points).</param>
    /// <param name="maxLength">The most characters (code points).</param>
    /// <param name="rule">Another rule, or null.</param>
    /// <param name="known">The known values, which keep the rules.</param>
    /// <param name="value">The text.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadOpenCode(int minLength, int maxLength, ContractRule? rule, ContractNames known, [NotNullWhen(true)] out string? value) => TryReadText(minLength, maxLength, rule, known, out value);

    /// <summary>Reads a closed code.</summary>
    /// <param name="codes">The texts of the code.</param>
    /// <param name="index">Which of them it is.</param>
    /// <returns>False when it is none of them.</returns>
    public bool TryReadCode(ContractNames codes, out int index)
    {
        ArgumentNullException.ThrowIfNull(codes);
        index = -1;
        if (*_p != '"') return false;
        var end = Utf8Scan.Special(_p + 1, out _);
        if (*end == '"')
        {
            index = codes.Find(_p + 1, (int)(end - _p) - 1);
            _p = end + 1;
            return index >= 0;
        }
        return TryReadCodeEscaped(codes, out index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadText(int minLength, int maxLength, ContractRule? rule, ContractNames? known, [NotNullWhen(true)] out string? value)
    {
        var p = _p;
        value = null;
        if (*p != '"') return false;
        var end = Utf8Scan.Special(p + 1, out var isAscii);
        if (*end != '"') return TryReadEscaped(minLength, maxLength, rule, known, out value);
        var length = (int)(end - p) - 1;
        if ((length > maxLength || length < minLength || !isAscii) && !HasLength(new(p + 1, length), minLength, maxLength)) return false;
        _p = end + 1;
        if (known is not null)
        {
            var index = known.Find(p + 1, length);
            if (index >= 0)
            {
                value = known.Text(index);
                return true;
            }
        }
        if (rule is not null && !rule.IsMet(new(p, length + 2), new(p + 1, length))) return false;
        value = isAscii ? Ascii(p + 1, length) : Encoding.UTF8.GetString(p + 1, length);
        return true;
    }

    // A code point has one to four bytes.
    private static bool HasLength(ReadOnlySpan<byte> text, int minLength, int maxLength)
    {
        if (text.Length < minLength || text.Length / 4 > maxLength) return false;
        var length = Utf8Scan.CountCodePoints(text);
        return length >= minLength && length <= maxLength;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadEscaped(int minLength, int maxLength, ContractRule? rule, ContractNames? known, [NotNullWhen(true)] out string? value)
    {
        value = null;
        var p = _p;
        var end = Utf8Scan.StringEnd(p + 1, out _);
        if (end == null) return false;
        var raw = new ReadOnlySpan<byte>(p + 1, (int)(end - p) - 1);
        var rented = ArrayPool<byte>.Shared.Rent(raw.Length + Utf8Scan.Padding);
        try
        {
            var text = rented.AsSpan(0, Utf8Scan.Unescape(raw, rented));
            if (!HasLength(text, minLength, maxLength)) return false;
            _p = end + 1;
            if (rule is not null && !rule.IsMet(new(p, raw.Length + 2), text)) return false;
            value = Encoding.UTF8.GetString(text);
            if (known is not null)
            {
                fixed (byte* start = rented)
                {
                    var index = known.Find(start, text.Length);
                    if (index >= 0) value = known.Text(index);
                }
            }
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static string Ascii(byte* text, int length) => length == 0 ? "" : string.Create(length, (nint)text, static (target, start) =>
    {
        // Whole vectors may be read at any place of the document; the last one is written again from the end.
        var from = (byte*)start;
        fixed (char* to = target)
        {
            var n = target.Length;
            if (n >= 16)
            {
                for (var i = 0; i <= n - 16; i += 16) Widen(from + i, to + i);
                Widen(from + n - 16, to + n - 16);
            }
            else if (n >= 8)
            {
                Vector128.WidenLower(Vector128.Load(from)).Store((ushort*)to);
                Vector128.WidenLower(Vector128.Load(from + n - 8)).Store((ushort*)to + n - 8);
            }
            else
            {
                for (var i = 0; i < n; i++) to[i] = (char)from[i];
            }
        }

        static void Widen(byte* from, char* to)
        {
            var (low, high) = Vector128.Widen(Vector128.Load(from));
            low.Store((ushort*)to);
            high.Store((ushort*)to + 8);
        }
    });
}
