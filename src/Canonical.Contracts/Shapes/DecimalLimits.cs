using System.Text.Json;

namespace Canonical.Contracts;

// What x-canonical-decimal says: how many digits, and whether below zero.
internal sealed record DecimalLimits(int IntegerDigits, int Scale, bool AllowsNegative)
{
    // What the type of the model holds.
    private const int MaxIntegerDigits = 18;
    private const int MaxScale = 10;

    public static DecimalLimits? TryRead(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() != 3) return null;
        if (!value.TryGetProperty("integerDigits", out var digits) || digits.ValueKind != JsonValueKind.Number || !digits.TryGetInt32(out var integerDigits) || integerDigits is < 1 or > MaxIntegerDigits) return null;
        if (!value.TryGetProperty("scale", out var decimals) || decimals.ValueKind != JsonValueKind.Number || !decimals.TryGetInt32(out var scale) || scale is < 0 or > MaxScale) return null;
        if (!value.TryGetProperty("sign", out var sign) || sign.ValueKind != JsonValueKind.String || sign.GetString() is not ("any" or "nonNegative")) return null;
        return new(integerDigits, scale, sign.ValueEquals("any"));
    }

    // Texts that a pattern with these limits accepts and refuses.
    public (string[] Accepted, string[] Refused) Probes()
    {
        var accepted = new List<string> { "0", new('1', IntegerDigits) };
        var refused = new List<string> { "1" + new string('0', IntegerDigits), "0." + new string('1', Scale + 1) };
        if (Scale > 0) accepted.Add("0." + new string('1', Scale));
        (AllowsNegative ? accepted : refused).Add("-1");
        return ([.. accepted.Select(t => $"\"{t}\"")], [.. refused.Select(t => $"\"{t}\"")]);
    }
}
