namespace Canonical.Schema;

internal ref partial struct TapeEvaluator
{
    private bool CheckType(Node node, int at)
    {
        if (node.Types == JsonTypes.All) return true;
        var allowed = Entry(at).Kind switch
        {
            TapeKind.Null => JsonTypes.Null,
            TapeKind.True or TapeKind.False => JsonTypes.Boolean,
            TapeKind.String => JsonTypes.String,
            TapeKind.Array => JsonTypes.Array,
            TapeKind.Object => JsonTypes.Object,
            _ => JsonTypes.Number,
        };
        if ((node.Types & allowed) != JsonTypes.None) return true;
        var isInteger = allowed == JsonTypes.Number && (node.Types & JsonTypes.Integer) != JsonTypes.None;
        if (isInteger && IsInteger(at)) return true;
        if (_sink is not null) Report(node, "type", SchemaCodes.WrongType, at, $"Expected {Words.Types(node.Types)}, found {(isInteger ? "a number with a fraction" : Words.Kind(Entry(at).Kind))}.");
        return false;
    }

    private readonly bool IsInteger(int at)
    {
        var raw = _tape.Raw(at);
        if (raw.IndexOfAnyExceptInRange((byte)'-', (byte)'9') < 0 && !raw.Contains((byte)'.')) return true;
        return DecimalText.Parse(raw, raw.Length <= 256 ? stackalloc byte[256] : new byte[raw.Length]).IsInteger;
    }

    private bool CheckValues(Node node, int at)
    {
        var ok = true;
        if (node.Const is not null && !Same(node.Const, at))
        {
            ok = false;
            if (_sink is not null) Report(node, "const", SchemaCodes.NotConst, at, $"Expected {Words.Value(node.Const)}, found {Words.Other(Entry(at).Kind, node.Const.Kind)}.");
        }
        if (node.Enum is not null && (ok || _sink is not null))
        {
            var found = false;
            foreach (var value in node.Enum)
            {
                if (found = Same(value, at)) break;
            }
            if (!found)
            {
                ok = false;
                if (_sink is not null) Report(node, "enum", SchemaCodes.NotInEnum, at, $"Expected {Words.Values(node.Enum)}, found {Words.OtherThan(Entry(at).Kind, node.Enum)}.");
            }
        }
        return ok;
    }

    private bool CheckNumber(Node node, int at)
    {
        if (node.Minimum is null && node.Maximum is null && node.ExclusiveMinimum is null && node.ExclusiveMaximum is null && node.MultipleOf is null) return true;
        var raw = _tape.Raw(at);
        var value = DecimalText.Parse(raw, raw.Length <= 256 ? stackalloc byte[256] : new byte[raw.Length]);
        var ok = true;
        if (node.Minimum is not null && DecimalText.Compare(value, node.Minimum.Value) < 0) ok = BadNumber(node, "minimum", SchemaCodes.NumberTooSmall, at, "Expected a number not less than", node.Minimum);
        if (node.ExclusiveMinimum is not null && DecimalText.Compare(value, node.ExclusiveMinimum.Value) <= 0) ok = BadNumber(node, "exclusiveMinimum", SchemaCodes.NumberTooSmall, at, "Expected a number greater than", node.ExclusiveMinimum);
        if (node.Maximum is not null && DecimalText.Compare(value, node.Maximum.Value) > 0) ok = BadNumber(node, "maximum", SchemaCodes.NumberTooLarge, at, "Expected a number not greater than", node.Maximum);
        if (node.ExclusiveMaximum is not null && DecimalText.Compare(value, node.ExclusiveMaximum.Value) >= 0) ok = BadNumber(node, "exclusiveMaximum", SchemaCodes.NumberTooLarge, at, "Expected a number less than", node.ExclusiveMaximum);
        if (node.MultipleOf is not null && !node.MultipleOf.Divides(value)) ok = BadNumber(node, "multipleOf", SchemaCodes.NotMultiple, at, "Expected a multiple of", node.MultipleOf);
        return ok;
    }

    private bool BadNumber(Node node, string keyword, string code, int at, string words, ExactNumber limit)
    {
        if (_sink is not null) Report(node, keyword, code, at, $"{words} {limit.Text}, found another number.");
        return false;
    }

    private bool CheckString(Node node, int at)
    {
        if (node.MinLength == 0 && node.MaxLength == long.MaxValue && node.Pattern is null && node.Format == FormatKind.None) return true;
        var used = _textUsed;
        var text = Text(at);
        var ok = true;
        if (node.MinLength > 0 || node.MaxLength < text.Length)
        {
            var length = JsonScan.CountCodePoints(text);
            if (length < node.MinLength)
            {
                ok = false;
                if (_sink is not null) Report(node, "minLength", SchemaCodes.StringTooShort, at, $"Expected at least {Words.Count(node.MinLength, "character")}, found {length}.");
            }
            if (length > node.MaxLength)
            {
                ok = false;
                if (_sink is not null) Report(node, "maxLength", SchemaCodes.StringTooLong, at, $"Expected at most {Words.Count(node.MaxLength, "character")}, found {length}.");
            }
        }
        if (node.Pattern is not null && (ok || _sink is not null) && !node.Pattern.IsMatch(text, out var timedOut))
        {
            ok = false;
            if (timedOut) Report(node, "pattern", SchemaCodes.PatternTimedOut, at, "The pattern took too long on the string.");
            else if (_sink is not null) Report(node, "pattern", SchemaCodes.PatternMismatch, at, $"Expected a string that matches the pattern {node.Pattern.Source}, found one of {Words.Count(JsonScan.CountCodePoints(text), "character")} that does not.");
        }
        if (node.Format != FormatKind.None && (ok || _sink is not null) && !Format.IsMatch(node.Format, text))
        {
            ok = false;
            if (_sink is not null) Report(node, "format", SchemaCodes.FormatMismatch, at, $"Expected {Words.Format(node.FormatName!)}, found a string of {Words.Count(JsonScan.CountCodePoints(text), "character")} that is none.");
        }
        _textUsed = used;
        return ok;
    }
}
