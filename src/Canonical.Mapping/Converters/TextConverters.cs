using System.Buffers;
using System.Text;

namespace Canonical.Mapping;

/// <summary>Text without white space at its ends; an empty one is no value. `as: number` for ids that the vendor writes as numbers.</summary>
internal sealed class TextConverter : ValueConverter
{
    private readonly bool _trim;
    private readonly bool _keepEmpty;
    private readonly bool _asNumber;

    public TextConverter(ConverterOptions options)
    {
        _trim = options.Flag("trim", true);
        _keepEmpty = options.Choice("empty", "unset", "unset", "keep") == "keep";
        _asNumber = options.Choice("as", "string", "string", "number") == "number";
    }

    public override string? ToCanonical(PlanRun run, in Value vendor, out Value canonical)
    {
        canonical = default;
        if (vendor.IsBoolean || (vendor.Kind == ValueKind.Number && !_asNumber))
            return "a string";
        if (vendor.Kind == ValueKind.Number)
            return run.TryNumber(vendor, 0, ValueKind.String, out canonical) ? null : "a number of at most 60 digits";
        var text = _trim ? run.Trim(vendor) : vendor;
        if (text.Length > 0 || _keepEmpty)
            canonical = text;
        return null;
    }

    public override string? ToVendor(PlanRun run, in Value canonical, out Value vendor)
    {
        vendor = canonical;
        if (canonical.Kind != ValueKind.String)
            return "a string";
        if (!_asNumber)
            return null;
        // 1.50 as a number would come back as 1.5.
        return run.TryNumber(canonical, 0, ValueKind.Number, out vendor) && run.Text(vendor).SequenceEqual(run.Text(canonical))
            ? null
            : "text that is a number in its plain form, without idle zeros";
    }
}

/// <summary>A code in capital or small letters, by the invariant culture.</summary>
internal sealed class CaseConverter(bool upper) : ValueConverter
{
    private static readonly SearchValues<byte> s_notUpper = SearchValues.Create([.. Enumerable.Range('a', 26).Concat(Enumerable.Range(0x80, 0x80)).Select(b => (byte)b)]);
    private static readonly SearchValues<byte> s_notLower = SearchValues.Create([.. Enumerable.Range('A', 26).Concat(Enumerable.Range(0x80, 0x80)).Select(b => (byte)b)]);

    public override string? ToCanonical(PlanRun run, in Value vendor, out Value canonical)
    {
        canonical = default;
        if (vendor.Kind != ValueKind.String)
            return "a string";
        var text = run.Trim(vendor);
        if (text.Length > 0)
            canonical = Change(run, text);
        return null;
    }

    public override string? ToVendor(PlanRun run, in Value canonical, out Value vendor)
    {
        vendor = canonical;
        return canonical.Kind == ValueKind.String && run.Text(canonical).SequenceEqual(run.Text(Change(run, canonical)))
            ? null
            : upper ? "a code in capital letters" : "a code in small letters";
    }

    private Value Change(PlanRun run, in Value value)
    {
        if (!run.Text(value).ContainsAny(upper ? s_notUpper : s_notLower))
            return value;
        var target = run.Reserve(value.Length);
        var text = run.Text(value);
        if (Ascii.IsValid(text))
        {
            _ = upper ? Ascii.ToUpper(text, target, out var length) : Ascii.ToLower(text, target, out length);
            return new Value(ValueKind.String, value.Traits, run.Advance(length), length);
        }

        // Lower case is what e-mail addresses and some vendors' codes have on the wire; it is not used to compare.
        var chars = Encoding.UTF8.GetString(text);
        var changed = Encoding.UTF8.GetBytes(upper ? chars.ToUpperInvariant() : string.Create(chars.Length, chars, static (to, from) => from.AsSpan().ToLowerInvariant(to)));
        return run.Keep(ValueKind.String, changed, value.Traits);
    }
}

/// <summary>A boolean in any vendor's costume; written in the costume that `true` and `false` say. `invert` for isInactive against active.</summary>
internal sealed class BooleanConverter : ValueConverter
{
    private const string Expected = "a boolean (true, T, Y, Yes, 1 or false, F, N, No, 0)";
    private readonly JsonScalar _true;
    private readonly JsonScalar _false;
    private readonly Literal _isTrue;
    private readonly Literal _isFalse;
    private readonly bool _invert;

    public BooleanConverter(ConverterOptions options)
    {
        _true = options.Scalar("true", JsonScalar.Of(true));
        _false = options.Scalar("false", JsonScalar.Of(false));
        _invert = options.Flag("invert", false);
        _isTrue = new Literal(_true);
        _isFalse = new Literal(_false);
        if (_true.ForComparison() == _false.ForComparison())
            options.Problems.Add("options 'true' and 'false' differ");
    }

    public override string? ToCanonical(PlanRun run, in Value vendor, out Value canonical)
    {
        canonical = default;
        var text = run.Text(vendor);
        // The costume that the document names comes first: where false is the empty string, that is a value.
        bool? read = _isTrue.Is(vendor.Kind, text) ? true : _isFalse.Is(vendor.Kind, text) ? false : null;
        if (read is null && vendor.Kind == ValueKind.String && Utf8Text.Trim(text).Length == 0)
            return null;
        read ??= Costume(vendor.Kind, text);
        if (read is not { } value)
            return Expected;
        canonical = value != _invert ? run.Keep(ValueKind.True, "true"u8) : run.Keep(ValueKind.False, "false"u8);
        return null;
    }

    public override string? ToVendor(PlanRun run, in Value canonical, out Value vendor)
    {
        vendor = default;
        if (!canonical.IsBoolean)
            return "a boolean";
        run.TryKeep((canonical.Kind == ValueKind.True) != _invert ? _true : _false, out vendor);
        return null;
    }

    private static bool? Costume(ValueKind kind, ReadOnlySpan<byte> text)
    {
        if (kind == ValueKind.Number)
        {
            Span<byte> number = stackalloc byte[DecimalText.MaxLength];
            return DecimalText.TryNormalize(text, 0, number, out var digits) ? Word(number[..digits]) : null;
        }

        var (start, length) = Utf8Text.Trim(text);
        Span<byte> lower = stackalloc byte[8];
        return length is > 0 and <= 5 && Ascii.ToLower(text.Slice(start, length), lower, out _) == OperationStatus.Done ? Word(lower[..length]) : null;
    }

    private static bool? Word(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("true"u8) || text.SequenceEqual("t"u8) || text.SequenceEqual("y"u8) || text.SequenceEqual("yes"u8) || text.SequenceEqual("1"u8) || text.SequenceEqual("on"u8))
            return true;
        return text.SequenceEqual("false"u8) || text.SequenceEqual("f"u8) || text.SequenceEqual("n"u8) || text.SequenceEqual("no"u8) || text.SequenceEqual("0"u8) || text.SequenceEqual("off"u8)
            ? false
            : null;
    }
}
