using System.Buffers;

namespace Canonical.Schema;

/// <summary>The rules of a string, merged from all schemas that apply to it.</summary>
internal sealed class StringRules
{
    public long MinLength;
    public long MaxLength = long.MaxValue;
    public List<TextPattern> Patterns = [];
    /// <summary>One bit for each <see cref="FormatKind"/>.</summary>
    public uint Formats;

    /// <summary>The strings of enum and const, or null.</summary>
    public StringSet? Values;

    public bool Has(TextPattern pattern)
    {
        foreach (var other in Patterns)
        {
            if (other.Source == pattern.Source) return true;
        }
        return false;
    }
}

/// <summary>A string by any rules: finds its end, then checks the text. The plans for common rules derive from it and come here when their short way does not fit.</summary>
internal unsafe class StringPlan(StringRules rules) : Plan
{
    private readonly long _minLength = rules.MinLength;
    private readonly long _maxLength = rules.MaxLength;
    private readonly TextPattern[] _patterns = rules.Patterns.ToArray();
    private readonly uint _formats = rules.Formats;
    private readonly StringSet? _values = rules.Values;

    public sealed override JsonTypes Kinds => JsonTypes.String;

    public override byte* Run(byte* p, ref Walk walk) => *p == '"' ? General(p) : null;

    protected byte* General(byte* p)
    {
        var end = JsonScan.StringEnd(p + 1, out var escaped);
        if (end == null) return null;
        var raw = new ReadOnlySpan<byte>(p + 1, (int)(end - p) - 1);
        return (escaped ? CheckEscaped(raw) : Check(raw)) ? end + 1 : null;
    }

    private bool CheckEscaped(ReadOnlySpan<byte> raw)
    {
        byte[]? rented = null;
        Span<byte> text = raw.Length <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        var result = Check(text[..JsonScan.Unescape(raw, text)]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return result;
    }

    private bool Check(ReadOnlySpan<byte> text)
    {
        // A code point has one to four bytes: mostly the count of bytes decides.
        if (text.Length > _maxLength || text.Length < _minLength * 4)
        {
            if (text.Length < _minLength || text.Length / 4 > _maxLength) return false;
            var length = JsonScan.CountCodePoints(text);
            if (length < _minLength || length > _maxLength) return false;
        }
        if (_values is not null && _values.Find(text) < 0) return false;
        foreach (var pattern in _patterns)
        {
            if (!pattern.IsMatch(text, out _)) return false;
        }
        for (var formats = _formats; formats != 0; formats &= formats - 1)
        {
            if (!Format.IsMatch((FormatKind)System.Numerics.BitOperations.TrailingZeroCount(formats), text)) return false;
        }
        return true;
    }
}

/// <summary>A string with limits of length at most.</summary>
internal sealed unsafe class TextPlan(StringRules rules) : StringPlan(rules)
{
    // Byte counts between these need no counting of code points.
    private readonly long _surelyLong = rules.MinLength <= 1 ? rules.MinLength : Math.Min(rules.MinLength, long.MaxValue / 4) * 4;
    private readonly long _surelyShort = rules.MaxLength;

    public override byte* Run(byte* p, ref Walk walk)
    {
        if (*p != '"') return null;
        var end = JsonScan.Special(p + 1);
        var length = end - p - 1;
        return *end == '"' && length >= _surelyLong && length <= _surelyShort ? end + 1 : General(p);
    }
}

/// <summary>A string of a fixed set.</summary>
internal sealed unsafe class StringSetPlan(StringRules rules) : StringPlan(rules)
{
    private readonly StringSet _set = rules.Values!;

    public override byte* Run(byte* p, ref Walk walk)
    {
        if (*p != '"') return null;
        var end = JsonScan.Special(p + 1);
        if (*end != '"') return General(p);
        return _set.Find(p + 1, (int)(end - p) - 1) >= 0 ? end + 1 : null;
    }
}

/// <summary>One string.</summary>
internal sealed unsafe class ConstStringPlan(StringRules rules) : StringPlan(rules)
{
    private readonly Token _token = Token.Quoted(rules.Values!.Utf8[0], []);

    public override byte* Run(byte* p, ref Walk walk) => _token.IsAt(p) ? p + _token.Length : *p == '"' ? General(p) : null;
}
