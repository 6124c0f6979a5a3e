using System.Globalization;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>What lenses write on the way to the canonical object, against what the contract allows there.</summary>
internal sealed class ValueChecks(CheckRun run)
{
    public void Run()
    {
        foreach (var site in run.Sites)
        {
            if (!site.Runs(MappingDirection.ToCanonical))
                continue;
            foreach (var steps in site.TargetsWritten())
            {
                if (run.Contract.Find(steps) is { } node)
                    Check(site, steps, node);
            }
        }
    }

    private void Check(LensSite site, PathStep[] steps, ContractNode node)
    {
        var gives = Gives(site.Lens);
        if ((gives & node.Kinds) == JsonKinds.None)
        {
            run.Find(
                site, MappingCodes.TypeMismatch, MappingFindingSeverity.Error, "/target", null, steps,
                $"The lens gives {JsonKind.Name(gives)}, and '{PathText.Of(steps)}' of {run.Contract.Id} is {JsonKind.Name(node.Kinds)}.", "Take another converter, kind of lens or target.");
            return;
        }

        Form(site, steps, node);
        Literals(site, steps, node);
        if (site.Lens is ReferenceLens reference)
            Reference(site, steps, node, reference);
        if (site.Lens is TableLens or ConstantLens or DefaultLens or FieldLens or FirstLens && site.Runs(MappingDirection.ToVendor))
            WayBack(site, steps, node);
    }

    // Objects that lenses make have members of their own.
    private void Form(LensSite site, PathStep[] steps, ContractNode node)
    {
        var (members, what) = site.Lens switch
        {
            MoneyLens => ((string[])["amount", "currency"], "money"),
            QuantityLens => (["value", "unit"], "a quantity"),
            ReferenceLens => (["id"], "a reference"),
            _ => ([], ""),
        };
        var known = node.Members.ToList();
        if (members.Length == 0 || known.Count == 0)
            return;
        if (Array.Exists(members, member => !known.Contains(member, StringComparer.Ordinal)) || node.Required.Any(member => !members.Contains(member, StringComparer.Ordinal) && !IsFilled([.. steps, ShapePath.Member(member)])))
        {
            run.Find(
                site, MappingCodes.TypeMismatch, MappingFindingSeverity.Error, "/target", null, steps,
                $"The lens gives {what} ({string.Join(", ", members)}), and '{PathText.Of(steps)}' of {run.Contract.Id} has {CheckRun.List(known)}.", "Take another kind of lens or another target.");
        }
        else if (site.Lens is QuantityLens quantity && node.Member("unit") is { } unit)
        {
            Literal(site, "/unit", [.. steps, ShapePath.Member("unit")], unit, LensValues.Element(JsonScalar.Of(quantity.Unit)));
        }
        else if (site.Lens is MoneyLens { Currency.Value: { } code } && node.Member("currency") is { } currency)
        {
            Literal(site, "/currency/value", [.. steps, ShapePath.Member("currency")], currency, LensValues.Element(JsonScalar.Of(code)));
        }
    }

    private void Literals(LensSite site, PathStep[] steps, ContractNode node)
    {
        foreach (var literal in LensValues.Canonical(site.Lens, run.Document))
            Literal(site, site.Lens is TableLens ? "" : "/value", steps, node, literal);
    }

    private void Literal(LensSite site, string where, PathStep[] steps, ContractNode node, JsonElement literal)
    {
        if (run.Contract.Accepts(node, JsonBytes(literal)))
            return;
        run.Find(
            site, MappingCodes.ValueNotInContract, MappingFindingSeverity.Error, where, null, steps,
            $"{run.Contract.Id} does not allow {Shown(literal)} at '{PathText.Of(steps)}'{(node.Values is { } values ? $": it is one of {CheckRun.List([.. values.Select(value => value.GetRawText())])}" : "")}.",
            "Write what the contract allows.");
    }

    // By a default beside the lens, such as the objectType of a reference to one of several kinds of objects.
    private bool IsFilled(PathStep[] member) => run.Sites.Any(other => other.Lens is DefaultLens && other.TargetsWritten().Any(written => written.AsSpan().SequenceEqual(member)));

    private void Reference(LensSite site, PathStep[] steps, ContractNode node, ReferenceLens reference)
    {
        var types = node.References;
        // The word stands at the array when elements are references.
        if (types.Count == 0 && steps.Length > 1 && steps[^1].Kind != PathStepKind.Member)
            types = run.Contract.Find(steps.AsSpan(0, steps.Length - 1))?.References ?? [];
        if (types.Count > 0 && !types.Contains(reference.Reference.To, StringComparer.Ordinal))
        {
            run.Find(
                site, MappingCodes.ReferenceToOtherObject, MappingFindingSeverity.Error, "/to", null, steps,
                $"The lens refers to '{reference.Reference.To}', and '{PathText.Of(steps)}' of {run.Contract.Id} is a {CheckRun.List([.. types])}: the ids would be those of other objects.",
                "Correct 'to', or take another target.");
        }
    }

    // Values of a closed code that no lens can bring back.
    private void WayBack(LensSite site, PathStep[] steps, ContractNode node)
    {
        if (node.Values is not { Count: > 0 } values || site.Lens is not TableLens { Unknown: UnknownCode.Reject })
            return;
        var handled = new HashSet<JsonScalar>();
        foreach (var other in run.Sites)
        {
            if (!other.Runs(MappingDirection.ToVendor) || !other.Lens.TargetPaths.Any(path => StepPath.Equal(other.Target(path), steps)))
                continue;
            switch (other.Lens)
            {
                case TableLens { Unknown: UnknownCode.Reject or UnknownCode.Hold } table:
                    handled.UnionWith(LensValues.Keys(table, MappingDirection.ToVendor));
                    break;
                // A branch takes its values, and what is in it may read no code at all.
                case WhenLens { Target: { Test: ConditionTest.OneOf } condition }:
                    handled.UnionWith(condition.Values);
                    break;
                case WhenLens { Target.Test: ConditionTest.Exists }:
                    break;
                case ConstantLens or DefaultLens:
                    break;
                default:
                    return;
            }
        }

        var missing = values.Where(value => JsonScalar.TryRead(value, out var scalar) && !handled.Contains(scalar.ForComparison())).Select(value => value.GetRawText()).ToList();
        if (missing.Count > 0)
        {
            run.Find(
                site, MappingCodes.CodeLoss, MappingFindingSeverity.Warning, "", null, steps,
                $"On the way to the vendor objects whose '{PathText.Of(steps)}' is {CheckRun.List(missing)} are refused: the table has no entry for {(missing.Count == 1 ? "it" : "them")}.",
                "Add entries (with 'only': 'toVendor' where there is no code of its own), a default, or let the lens run toCanonical only.");
        }
    }

    /// <summary>The JSON kinds that a lens gives on the way forth.</summary>
    public static JsonKinds Gives(Lens lens) => lens switch
    {
        MoneyLens or QuantityLens or ReferenceLens or RestLens => JsonKinds.Object,
        EachLens => JsonKinds.Array,
        ConcatLens or SplitLens => JsonKinds.String,
        FieldLens field => Named(field.ConverterName),
        FirstLens first => Named(first.ConverterName),
        ConstantLens constant => Fixed(constant.Value),
        DefaultLens filled => Fixed(filled.Value),
        // Each entry is checked as a value.
        _ => JsonKinds.Any,
    };

    private static JsonKinds Fixed(FixedValue value) => JsonKinds.Any & (value.Literal is { } literal ? JsonKind.Of(literal) : JsonKinds.Any);

    private static JsonKinds Named(string? converter) => converter switch
    {
        "text" or "upper" or "lower" or "decimal" or "percent" or "minutes" or "hours-minutes" or "date" or "day-after" or "instant" => JsonKinds.String,
        "integer" => JsonKinds.Integer,
        "boolean" => JsonKinds.Boolean,
        _ => JsonKinds.Any,
    };

    private static byte[] JsonBytes(JsonElement element)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
            element.WriteTo(writer);
        return bytes.WrittenSpan.ToArray();
    }

    private static string Shown(JsonElement literal)
    {
        var text = literal.GetRawText();
        return text.Length <= 60 ? text : string.Create(CultureInfo.InvariantCulture, $"{text[..57]}…");
    }
}
