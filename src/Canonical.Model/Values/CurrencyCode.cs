using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Canonical.Model;

/// <summary>
/// A currency: three upper-case letters of ISO 4217. The form is checked, not the list, which ISO amends. The default value is <c>XXX</c>, which ISO 4217 gives to
/// transactions without a currency. Thread-safe: an immutable value.
/// </summary>
public readonly record struct CurrencyCode
{
    private const int None = ('X' << 16) | ('X' << 8) | 'X';

    // Three letters in 24 bits, xor XXX, so that the default is a currency too.
    private readonly int _packed;

    private CurrencyCode(int letters) => _packed = letters ^ None;

    /// <summary>The number of decimal places that ISO 4217 gives to the minor unit: 2, but for the currencies that differ, such as JPY (0), KWD (3) and CLF (4).</summary>
    public int MinorUnits => ToString() switch
    {
        "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" or "UGX" or "UYI" or "VND" or "VUV" or "XAF" or "XOF" or "XPF" or "XXX" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        "CLF" or "UYW" => 4,
        _ => 2,
    };

    /// <summary>Reads a currency code.</summary>
    /// <param name="text">Three upper-case letters.</param>
    /// <returns>The currency.</returns>
    /// <exception cref="FormatException">The text is not three upper-case letters.</exception>
    public static CurrencyCode Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var code) ? code : throw new FormatException("A currency code is three upper-case letters (ISO 4217).");
    }

    /// <summary>Reads a currency code, if the text is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="code">The currency.</param>
    /// <returns>True when the text is three upper-case letters.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out CurrencyCode code)
    {
        code = default;
        if (text is not { Length: 3 } || !char.IsAsciiLetterUpper(text[0]) || !char.IsAsciiLetterUpper(text[1]) || !char.IsAsciiLetterUpper(text[2])) return false;
        code = new((text[0] << 16) | (text[1] << 8) | text[2]);
        return true;
    }

    /// <summary>Reads a currency code, if the text is one.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="code">The currency.</param>
    /// <returns>True when the text is three upper-case letters.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out CurrencyCode code)
    {
        code = default;
        if (utf8Text.Length != 3 || utf8Text.ContainsAnyExceptInRange((byte)'A', (byte)'Z')) return false;
        code = new((utf8Text[0] << 16) | (utf8Text[1] << 8) | utf8Text[2]);
        return true;
    }

    /// <summary>The three letters.</summary>
    /// <returns>The code.</returns>
    public override string ToString()
    {
        Span<byte> letters = stackalloc byte[3];
        CopyTo(letters);
        return Encoding.ASCII.GetString(letters);
    }

    internal static CurrencyCode FromLetters(byte first, byte second, byte third) => new((first << 16) | (second << 8) | third);

    internal void CopyTo(Span<byte> letters)
    {
        var packed = _packed ^ None;
        (letters[0], letters[1], letters[2]) = ((byte)(packed >> 16), (byte)(packed >> 8), (byte)packed);
    }
}
