namespace Canonical.Schema;

/// <summary>Punycode (RFC 3492), on code points, without the "xn--".</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int TMin = 1;
    private const int TMax = 26;
    private const int Skew = 38;
    private const int Damp = 700;

    public static bool TryDecode(int[] input, out int[] output)
    {
        output = [];
        var result = new List<int>();
        var delimiter = Array.LastIndexOf(input, '-');
        for (var i = 0; i < delimiter; i++) result.Add(input[i]);
        var (n, index, bias) = (128, 0, 72);
        for (var at = delimiter > 0 ? delimiter + 1 : delimiter == 0 ? 1 : 0; at < input.Length;)
        {
            var (before, weight) = (index, 1);
            for (var k = Base; ; k += Base)
            {
                if (at >= input.Length) return false;
                var c = input[at++];
                var digit = c is >= 'a' and <= 'z' ? c - 'a' : c is >= '0' and <= '9' ? c - '0' + 26 : Base;
                if (digit >= Base || digit > (int.MaxValue - index) / weight) return false;
                index += digit * weight;
                var threshold = Threshold(k, bias);
                if (digit < threshold) break;
                if (weight > int.MaxValue / (Base - threshold)) return false;
                weight *= Base - threshold;
            }
            bias = Adapt(index - before, result.Count + 1, before == 0);
            n += index / (result.Count + 1);
            if (n is > CodePointSet.Max or (>= 0xD800 and <= 0xDFFF)) return false;
            index %= result.Count + 1;
            result.Insert(index++, n);
        }
        output = [.. result];
        return output.Length > 0;
    }

    public static bool TryEncode(int[] input, out int[] output)
    {
        var result = new List<int>();
        foreach (var c in input)
        {
            if (c < 128) result.Add(c);
        }
        var (basic, handled) = (result.Count, result.Count);
        if (basic > 0) result.Add('-');
        var (n, delta, bias) = (128, 0, 72);
        output = [];
        while (handled < input.Length)
        {
            var next = int.MaxValue;
            foreach (var c in input)
            {
                if (c >= n && c < next) next = c;
            }
            if (next - n > (int.MaxValue - delta) / (handled + 1)) return false;
            delta += (next - n) * (handled + 1);
            n = next;
            foreach (var c in input)
            {
                if (c < n) delta++;
                if (c != n) continue;
                var rest = delta;
                for (var k = Base; ; k += Base)
                {
                    var threshold = Threshold(k, bias);
                    if (rest < threshold) break;
                    result.Add(Digit(threshold + (rest - threshold) % (Base - threshold)));
                    rest = (rest - threshold) / (Base - threshold);
                }
                result.Add(Digit(rest));
                bias = Adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled++;
            }
            delta++;
            n++;
        }
        output = [.. result];
        return true;
    }

    private static int Digit(int value) => value < 26 ? 'a' + value : '0' + value - 26;

    private static int Threshold(int k, int bias) => Math.Clamp(k - bias, TMin, TMax);

    private static int Adapt(int delta, int count, bool first)
    {
        delta = first ? delta / Damp : delta / 2;
        delta += delta / count;
        var k = 0;
        for (; delta > (Base - TMin) * TMax / 2; k += Base) delta /= Base - TMin;
        return k + (Base - TMin + 1) * delta / (delta + Skew);
    }
}
