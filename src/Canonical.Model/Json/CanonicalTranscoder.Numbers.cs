using System.Globalization;

namespace Canonical.Model;

// Numbers (RFC 8785, section 3.2.2.3).
internal ref partial struct CanonicalTranscoder
{
    // A decimal with at most 15 significant digits survives the way to a double and back, so its own digits are the shortest.
    private const int ExactDigits = 15;

    private int Number(int start)
    {
        var json = _json;
        var at = start;
        if (json[at] == '-') at++;
        var whole = at;
        if ((uint)at >= (uint)json.Length) throw Malformed(at, "a digit");
        if (json[at] == '0') at++;
        else at = Digits(at);
        var wholeDigits = at - whole;
        var point = at;
        if ((uint)at < (uint)json.Length && json[at] == '.') at = Digits(at + 1);
        var end = at;
        if ((uint)at < (uint)json.Length && (json[at] | 0x20) == 'e')
        {
            at++;
            if ((uint)at < (uint)json.Length && json[at] is (byte)'+' or (byte)'-') at++;
            at = Digits(at);
        }
        if (at != end || end - whole > ExactDigits + 1) return ByDouble(start, at);

        // Plain notation from here on: only zeros at the end may be too many.
        var last = end;
        if (end > point)
        {
            while (json[last - 1] == '0') last--;
            if (last - 1 == point) last = point;
        }
        else if (wholeDigits > ExactDigits) return ByDouble(start, at);

        if (json[whole] == '0')
        {
            if (last == point)
            {
                // Zero has no sign.
                if (whole > start)
                {
                    Skip(start, whole);
                }
            }
            // Below 0.000001 the exponent form begins.
            else if (json[(point + 1)..last].IndexOfAnyExcept((byte)'0') > 5) return ByDouble(start, at);
        }
        if (last < end) Skip(last, end);
        return end;
    }

    private readonly int Digits(int at)
    {
        var first = at;
        while ((uint)at < (uint)_json.Length && _json[at] is >= (byte)'0' and <= (byte)'9') at++;
        return at > first ? at : throw Malformed(at, "a digit");
    }

    private int ByDouble(int start, int end)
    {
        var value = double.Parse(_json[start..end], NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
        {
            throw new CanonicalJsonException(ModelCodes.NumberOutOfRange, $"The number at byte {start} is beyond the range of an IEEE 754 double.", start);
        }
        Span<byte> text = stackalloc byte[CanonicalNumber.MaxLength];
        text = text[..CanonicalNumber.Format(value, text)];
        if (!text.SequenceEqual(_json[start..end]))
        {
            Skip(start, end);
            _output.Append(text);
        }
        return end;
    }
}
