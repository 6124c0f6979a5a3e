using System.Runtime.CompilerServices;

namespace Canonical.Model;

// Values whose text has escapes: nobody writes them so, but JSON allows it.
public unsafe ref partial struct ContractReader
{
    // No text of a value is longer; a string with escapes is unescaped to so many bytes, and longer ones are no value.
    private const int ShortText = 192;

    // The string at hand when it has escapes and is short; a quote and zero bytes follow its text. Whoever asks compares the length: an escaped quote is no end.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryUnescapeShort(byte* text, out int length)
    {
        length = 0;
        var end = Utf8Scan.StringEnd(_p + 1, out var isEscaped);
        if (end == null || !isEscaped) return false;
        var raw = new ReadOnlySpan<byte>(_p + 1, (int)(end - _p) - 1);
        // An escape of six bytes may be one character.
        if (raw.Length > ShortText * 6) return false;
        Span<byte> target = stackalloc byte[ShortText * 6];
        length = Utf8Scan.Unescape(raw, target);
        if (length > ShortText) return false;
        target[..length].CopyTo(new Span<byte>(text, length));
        new Span<byte>(text + length, Utf8Scan.Padding).Clear();
        _p = end + 1;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadIdEscaped(out CanonicalId value)
    {
        value = default;
        var text = stackalloc byte[ShortText + Utf8Scan.Padding];
        return TryUnescapeShort(text, out var length) && ShortTexts.Id(text, ref value) == text + length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadDateEscaped(out DateOnly value)
    {
        value = default;
        var text = stackalloc byte[ShortText + Utf8Scan.Padding];
        return TryUnescapeShort(text, out var length) && ShortTexts.Date(text, ref value) == text + length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadInstantEscaped(out DateTimeOffset value)
    {
        value = default;
        var text = stackalloc byte[ShortText + Utf8Scan.Padding];
        return TryUnescapeShort(text, out var length) && ShortTexts.Instant(text, ref value) == text + length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadDecimalEscaped(DecimalForm form, out decimal value)
    {
        value = default;
        var text = stackalloc byte[ShortText + Utf8Scan.Padding];
        return TryUnescapeShort(text, out var length) && ShortTexts.Decimal(text, form, ref value) == text + length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadCurrencyEscaped(out CurrencyCode value)
    {
        value = default;
        var text = stackalloc byte[ShortText + Utf8Scan.Padding];
        return TryUnescapeShort(text, out var length) && ShortTexts.Currency(text, ref value) == text + length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadContractIdEscaped(ContractId own, out ContractId value)
    {
        value = default;
        var text = stackalloc byte[ShortText + Utf8Scan.Padding];
        return TryUnescapeShort(text, out var length) && ShortTexts.Contract(text, own, ref value) == text + length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadCodeEscaped(ContractNames codes, out int index)
    {
        index = -1;
        var text = stackalloc byte[ShortText + Utf8Scan.Padding];
        if (!TryUnescapeShort(text, out var length)) return false;
        index = codes.Find(text, length);
        return index >= 0;
    }
}
