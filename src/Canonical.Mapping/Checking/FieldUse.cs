using System.Globalization;
using System.Text;

namespace Canonical.Mapping;

/// <summary>One field of a shape and the lens that reads it: does the converter take its type, do its values fit the other side.</summary>
internal sealed class FieldUse(CheckRun run, LensSite site, string where, PathStep[] steps, VendorField field)
{
    private readonly ConverterProbe? _converter = where == "/currency/path" ? null : ConverterProbe.Of(site.Lens, run.Document);

    public void Check()
    {
        if (field.Type is VendorFieldType.Any)
            return;
        if (!TakesType(out var needs))
        {
            run.Find(
                site, MappingCodes.SourceKind, MappingFindingSeverity.Error, where, steps, null,
                $"The field '{PathText.Of(steps)}' is {field.VendorType ?? ShapeJson.Name(field.Type)} ({ShapeJson.Name(field.Type)}), and the lens needs {needs}.", "Take another field, converter or kind of lens.");
            return;
        }

        if (where == "/currency/path")
            return;
        if (site.Lens is TableLens table)
            Table(table);
        foreach (var path in Targets())
        {
            var target = site.Target(path);
            if (run.Contract.Find(target) is { } node)
                Against(target, node);
        }
    }

    private IEnumerable<MemberPath> Targets() => site.Lens is ValueLens value ? [value.Part.Target] : site.Lens.TargetWrites;

    private bool TakesType(out string needs)
    {
        needs = "a string, a number or a boolean";
        var isScalar = field.Type is not (VendorFieldType.Object or VendorFieldType.Array);
        switch (site.Lens)
        {
            case FieldLens { Converter: null } or FirstLens { Converter: null }:
                return true;
            case ReferenceLens:
                needs = "an id: a string, an integer or an object with it";
                return field.Type is VendorFieldType.Text or VendorFieldType.Integer or VendorFieldType.Decimal or VendorFieldType.Object;
            case QuantityLens:
                needs = "a number or a text of one";
                return field.Type is VendorFieldType.Integer or VendorFieldType.Decimal or VendorFieldType.Text;
            case ConcatLens or SplitLens:
                needs = "a string";
                return JsonKind.Of(field.Type) == JsonKinds.String;
            case MoneyLens when where == "/currency/path":
                needs = "a currency code";
                return field.Type is VendorFieldType.Text or VendorFieldType.Integer;
            default:
                if (!isScalar)
                    return false;
                break;
        }

        // The converter itself is asked, with values of the type's form; a text may hold anything.
        if (_converter is null || field.Type == VendorFieldType.Text)
            return true;
        needs = $"what its converter '{site.Lens.ConverterName}' takes";
        foreach (var specimen in Specimens())
        {
            if (!_converter.ToCanonical(specimen).Failed)
                return true;
        }

        return false;
    }

    private IEnumerable<JsonScalar> Specimens() => field.Type switch
    {
        VendorFieldType.Boolean => [JsonScalar.Of(true), JsonScalar.Of(false)],
        VendorFieldType.Integer => [JsonScalar.Of(1L), JsonScalar.Of(0L), JsonScalar.Of(60L)],
        VendorFieldType.Decimal => [JsonScalar.Number("1.5"), JsonScalar.Number("0.5"), JsonScalar.Of(1L), JsonScalar.Of(0L)],
        VendorFieldType.Date => [JsonScalar.Of("2026-01-31"), JsonScalar.Of("2026-01-31-08:00"), JsonScalar.Of("01/31/2026"), JsonScalar.Of("31.01.2026")],
        VendorFieldType.Instant => [JsonScalar.Of("2026-01-31T10:00:00.000+0000"), JsonScalar.Of("2026-01-31T10:00:00Z"), JsonScalar.Of("2026-01-31T10:00:00"), JsonScalar.Of("2026-01-31T00:00:00Z")],
        _ => [],
    };

    private void Against(PathStep[] target, ContractNode node)
    {
        if (site.Runs(MappingDirection.ToCanonical) && site.Lens is FieldLens or FirstLens)
        {
            Copied(target, node);
            Codes(target, node);
        }

        if (site.Lens is FieldLens or FirstLens && field.Type == VendorFieldType.Text && field.Values.Count == 0)
            Length(target, node);
        Digits(target, node);
    }

    // What goes through as it stands must have the form of the contract.
    private void Copied(PathStep[] target, ContractNode node)
    {
        // A converter that could not be asked: nothing is certain.
        if (_converter is null && site.Lens.ConverterName is not null)
            return;
        var gives = _converter is null ? JsonKind.Of(field.Type) : JsonKinds.Any;
        var form = (field.Type, _converter) switch
        {
            (VendorFieldType.Date, null) => "\"2026-01-31\"",
            (VendorFieldType.Instant, null) => "\"2026-01-31T10:00:00Z\"",
            _ => null,
        };
        // A decimal of the vendor may be a whole number, but not every one is.
        var fits = (gives & node.Kinds) != JsonKinds.None && (field.Type != VendorFieldType.Decimal || _converter is not null || node.Kinds.HasFlag(JsonKinds.Fraction))
            && (form is null || run.Contract.Accepts(node, Encoding.UTF8.GetBytes(form)));
        if (!fits)
        {
            run.Find(
                site, MappingCodes.TypeMismatch, MappingFindingSeverity.Error, "/convert", steps, target,
                $"The field '{PathText.Of(steps)}' is {ShapeJson.Name(field.Type)} and goes through without a converter; '{PathText.Of(target)}' of {run.Contract.Id} is {node.CanonicalType ?? JsonKind.Name(node.Kinds)}.", "Give the lens a converter.");
        }
    }

    // A pick list against a closed code, or against a converter that does not take all of it.
    private void Codes(PathStep[] target, ContractNode node)
    {
        if (field.Values.Count == 0 || field.Type != VendorFieldType.Text)
            return;
        var refused = new List<string>();
        foreach (var value in field.Values)
        {
            var given = JsonScalar.Of(value);
            if (_converter is not null)
            {
                var converted = _converter.ToCanonical(given);
                if (!converted.Failed && converted.Value is null)
                    continue;
                if (converted.Failed)
                {
                    refused.Add($"'{value}'");
                    continue;
                }

                given = converted.Value!.Value;
            }

            if (node.Values is { } values && !values.Any(allowed => JsonScalar.TryRead(allowed, out var scalar) && scalar.ForComparison() == given.ForComparison()))
                refused.Add($"'{value}'");
        }

        if (refused.Count > 0)
        {
            run.Find(
                site, MappingCodes.CodeLoss, refused.Count == field.Values.Count ? MappingFindingSeverity.Error : MappingFindingSeverity.Warning, where, steps, target,
                $"Records whose '{PathText.Of(steps)}' is {CheckRun.List(refused)} are refused: '{PathText.Of(target)}' of {run.Contract.Id} has no such {(node.Values is null ? "form" : "code")}.", "Map the codes with a table.");
        }
    }

    private void Table(TableLens table)
    {
        if (!site.Runs(MappingDirection.ToCanonical))
            return;
        var keys = LensValues.Keys(table, MappingDirection.ToCanonical);
        var dead = keys.Where(key => !SourceChecks.Possible(field, key)).Select(key => key.Kind == JsonScalarKind.String ? $"'{key.Text}'" : key.Text).Order(StringComparer.Ordinal).ToList();
        if (dead.Count > 0)
        {
            run.Find(
                site, MappingCodes.UnreachableRule, dead.Count == keys.Count && table.Unknown == UnknownCode.Reject ? MappingFindingSeverity.Error : MappingFindingSeverity.Warning, "", steps, null,
                $"The field '{PathText.Of(steps)}' ({field.VendorType ?? ShapeJson.Name(field.Type)}) never is {CheckRun.List(dead)}.", "Correct the entries: a text and a number are different codes.");
        }

        // Where a branch chose by the same field, the others may never come here.
        if (table.Unknown is not UnknownCode.Reject || site.Guards.Any(guard => guard.When.Source is { } source && source.Paths.Any(path => StepPath.Equal(site.Source(path), steps))))
            return;
        IEnumerable<JsonScalar> all = field.Type == VendorFieldType.Boolean ? [JsonScalar.Of(true), JsonScalar.Of(false)] : field.Values.Select(JsonScalar.Of);
        var missing = all.Where(value => !keys.Contains(value)).Select(value => value.Kind == JsonScalarKind.String ? $"'{value.Text}'" : value.Text).ToList();
        if (missing.Count > 0)
        {
            run.Find(
                site, MappingCodes.CodeLoss, MappingFindingSeverity.Warning, "", steps, null,
                $"Records whose '{PathText.Of(steps)}' is {CheckRun.List(missing)} are refused: the table has no entry for {(missing.Count == 1 ? "it" : "them")}.", "Add entries, or say with 'unknown' what to do.");
        }
    }

    private void Length(PathStep[] target, ContractNode node)
    {
        if (!node.Kinds.HasFlag(JsonKinds.String))
            return;
        if (site.Runs(MappingDirection.ToCanonical) && node.MaxLength is { } most && field.Length > most)
            Lossy(MappingCodes.LengthLoss, MappingFindingSeverity.Warning, target, string.Create(CultureInfo.InvariantCulture, $"Texts of '{PathText.Of(steps)}' may have {field.Length} characters, and '{PathText.Of(target)}' of {run.Contract.Id} takes {most}: longer ones are refused."), "Shorten the field at the vendor, or ask for a longer member.");
        if (Writes && field.Length is { } longest && node.CanonicalType is null && node.Format is null && node.Values is null && node.MaxLength is { } allowed && allowed > longest)
            Lossy(MappingCodes.LengthLoss, MappingFindingSeverity.Warning, target, string.Create(CultureInfo.InvariantCulture, $"'{PathText.Of(target)}' of {run.Contract.Id} may have {allowed} characters, and the vendor's '{PathText.Of(steps)}' takes {longest}: on the way to the vendor longer texts are refused or cut."), "Lengthen the field at the vendor, or check the length before sending.");
    }

    private void Digits(PathStep[] target, ContractNode node)
    {
        // Of money and quantities the member that holds the number.
        var (amounts, at) = site.Lens switch
        {
            MoneyLens => (node.Member("amount"), "amount"),
            QuantityLens => (null, ""),
            _ => (node, ""),
        };
        if (amounts?.Digits is not { } digits || _converter is null || field.Type is not (VendorFieldType.Decimal or VendorFieldType.Integer) || field.Precision is not { } precision)
            return;
        var place = at.Length == 0 ? target : [.. target, ShapePath.Member(at)];
        var scale = field.Scale ?? 0;
        if (precision > 40 || scale > precision)
            return;
        var most = Number(precision - scale, scale);
        if (site.Runs(MappingDirection.ToCanonical) && _converter.ToCanonical(JsonScalar.Number(most)).Value is { } converted && Count(converted.Text) is var given && (given.Integer > digits.Integer || given.Scale > digits.Scale))
        {
            Lossy(MappingCodes.ScaleLoss, MappingFindingSeverity.Warning, place, string.Create(CultureInfo.InvariantCulture, $"Numbers of '{PathText.Of(steps)}' may become {given.Integer} digits before and {given.Scale} behind the point, and '{PathText.Of(place)}' of {run.Contract.Id} takes {digits.Integer} and {digits.Scale}: larger and finer ones are refused."), "Round at the vendor, or accept that such records are refused.");
        }

        if (Writes && _converter.ToVendor(JsonScalar.Of(Number(digits.Integer, digits.Scale))).Value is { } back && Count(back.Text) is var sent && (sent.Integer > precision - scale || sent.Scale > scale))
        {
            Lossy(MappingCodes.ScaleLoss, MappingFindingSeverity.Note, place, string.Create(CultureInfo.InvariantCulture, $"'{PathText.Of(place)}' of {run.Contract.Id} may need {sent.Integer} digits before and {sent.Scale} behind the point, and the vendor's '{PathText.Of(steps)}' holds {precision - scale} and {scale}: on the way to the vendor it rounds or refuses."), "Send no finer numbers than the field holds.");
        }
    }

    // Whether the lens writes this very field on the way back.
    private bool Writes => site.SourcesWritten().Any(written => StepPath.Equal(written, steps));

    private void Lossy(string code, MappingFindingSeverity severity, PathStep[] target, string message, string remedy) => run.Find(site, code, severity, where, steps, target, message, remedy);

    private static string Number(int integer, int scale) => (integer == 0 ? "0" : new string('1', integer)) + (scale == 0 ? "" : "." + new string('1', scale));

    private static (int Integer, int Scale) Count(string text)
    {
        var digits = text.TrimStart('-');
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? (digits.Length, 0) : (point, digits.Length - point - 1);
    }
}
