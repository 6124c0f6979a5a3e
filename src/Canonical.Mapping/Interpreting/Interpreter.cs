using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>Where a lens reads and where it writes: the record, or one element of an array.</summary>
internal readonly record struct Scope(JsonElement Input, Node Output);

/// <summary>Runs the lenses of a document one by one over a parsed record.</summary>
internal static partial class Interpreter
{
    public static void RunAll(IReadOnlyList<Lens> lenses, MapRun run, Scope scope, MappingDirection direction)
    {
        foreach (var lens in lenses)
        {
            if (lens.Runs(direction))
                Run(lens, run, scope, direction);
        }
    }

    private static void Run(Lens lens, MapRun run, Scope scope, MappingDirection direction)
    {
        switch (lens)
        {
            case FirstLens first when direction == MappingDirection.ToCanonical:
                First(first, run, scope);
                break;
            case ValueLens value when direction == MappingDirection.ToCanonical:
                ToCanonical(value, run, scope);
                break;
            case ValueLens value:
                ToVendor(value, run, scope);
                break;
            case ConstantLens constant:
                Constant(constant, run, scope, direction);
                break;
            case DefaultLens fallback:
                Fill(fallback, run, scope, direction == MappingDirection.ToCanonical ? fallback.Target : fallback.Source);
                break;
            case EachLens each when direction == MappingDirection.ToCanonical:
                Each(each, run, scope, each.Source, each.Target, Requirement.ToCanonical, direction);
                break;
            case EachLens each:
                Each(each, run, scope, each.Target, each.Source, Requirement.ToVendor, direction);
                break;
            case WhenLens branch:
                var condition = direction == MappingDirection.ToCanonical ? branch.Source : branch.Target;
                RunAll(condition is null || Holds(condition, run, scope) ? branch.Lenses : branch.Otherwise, run, scope, direction);
                break;
            default:
                throw new InvalidOperationException($"There is no lens {lens.GetType().Name}.");
        }
    }

    private static void ToCanonical(ValueLens lens, MapRun run, Scope scope)
    {
        var status = lens.Part.Source.Read(scope.Input, out var vendor);
        Node? canonical = null;
        if (status == ReadStatus.Broken)
        {
            run.WrongKind(lens, lens.Part.Source, lens.Part.Target, vendor, "a member on the way is no object or array as the path needs it");
            return;
        }

        if (status == ReadStatus.Value && !TryForth(lens, run, scope, vendor, out canonical))
            return;
        if (canonical is not null)
            run.Write(lens, lens.Part.Target, scope, canonical, lens.Part.Source, lens.Part.Target);
        else if (lens.Part.Required.HasFlag(Requirement.ToCanonical))
            run.Missing(lens, lens.Part.Source, lens.Part.Target, status, vendor);
    }

    private static void ToVendor(ValueLens lens, MapRun run, Scope scope)
    {
        var status = lens.Part.Target.Read(scope.Input, out var canonical);
        Node? vendor = null;
        switch (status)
        {
            case ReadStatus.Broken:
                run.WrongKind(lens, lens.Part.Source, lens.Part.Target, canonical, "a member on the way is no object or array as the path needs it");
                return;
            case ReadStatus.Null:
                Clear(lens, run, scope, canonical);
                break;
            case ReadStatus.Missing when run.Context.AbsentMembers == AbsentMembers.Cleared && lens.Part.Clear != ClearForm.Never:
                Clear(lens, run, scope, canonical);
                break;
            case ReadStatus.Value when !TryBack(lens, run, scope, canonical, out vendor):
                return;
        }

        if (vendor is not null)
            run.Write(lens, lens.Part.Source, scope, vendor, lens.Part.Source, lens.Part.Target);
        else if (lens.Part.Required.HasFlag(Requirement.ToVendor))
            run.Missing(lens, lens.Part.Source, lens.Part.Target, status, canonical);
    }

    private static bool TryConvert(ValueLens lens, MapRun run, JsonElement value, IValueConverter converter, MappingDirection direction, out Node? result)
    {
        result = null;
        if (!JsonScalar.TryRead(value, out var scalar))
        {
            run.WrongKind(lens, lens.Part.Source, lens.Part.Target, value, "a string, a number or a boolean is expected");
            return false;
        }

        var conversion = direction == MappingDirection.ToCanonical ? converter.ToCanonical(scalar) : converter.ToVendor(scalar);
        if (conversion.Failed)
        {
            run.NotConvertible(lens, lens.Part.Source, lens.Part.Target, value, conversion.Expected!);
            return false;
        }

        result = conversion.Value is { } converted ? Node.Of(converted) : null;
        return true;
    }

    private static void Clear(ValueLens lens, MapRun run, Scope scope, JsonElement canonical)
    {
        if (lens.Part.Clear == ClearForm.Never)
        {
            run.Report(
                lens, MappingCodes.NotCleared, MappingSeverity.Warning, MappingIssueKind.Loss, lens.Part.Source, lens.Part.Target, canonical,
                "The canonical member is null, but this member of the vendor cannot be cleared; it was not sent.",
                "Clear it in the vendor's application where that matters.");
            return;
        }

        run.Write(lens, lens.Part.Source, scope, lens.Part.Clear == ClearForm.Empty ? Node.Of("") : Node.Null(), lens.Part.Source, lens.Part.Target);
    }

    private static void First(FirstLens lens, MapRun run, Scope scope)
    {
        foreach (var source in lens.Sources)
        {
            var status = source.Read(scope.Input, out var vendor);
            if (status == ReadStatus.Broken)
            {
                run.WrongKind(lens, source, lens.Part.Target, vendor, "a member on the way is no object or array as the path needs it");
                return;
            }

            if (status != ReadStatus.Value)
                continue;
            if (!TryForth(lens, run, scope, vendor, out var canonical))
                return;
            if (canonical is null)
                continue;
            run.Write(lens, lens.Part.Target, scope, canonical, source, lens.Part.Target);
            return;
        }

        if (lens.Part.Required.HasFlag(Requirement.ToCanonical))
            run.Missing(lens, lens.Sources[0], lens.Part.Target, ReadStatus.Missing, default);
    }

    private static bool TryForth(ValueLens lens, MapRun run, Scope scope, JsonElement vendor, out Node? canonical) => lens switch
    {
        FieldLens field => TryPass(field, field.Converter, run, vendor, MappingDirection.ToCanonical, out canonical),
        FirstLens first => TryPass(first, first.Converter, run, vendor, MappingDirection.ToCanonical, out canonical),
        MoneyLens money => TryMoney(money, run, scope, vendor, out canonical),
        QuantityLens quantity => TryQuantity(quantity, run, vendor, out canonical),
        TableLens table => TryLookUp(table, run, vendor, MappingDirection.ToCanonical, out canonical),
        ReferenceLens reference => TryReference(reference, run, vendor, out canonical),
        _ => throw new InvalidOperationException($"There is no lens {lens.GetType().Name}."),
    };

    private static bool TryBack(ValueLens lens, MapRun run, Scope scope, JsonElement canonical, out Node? vendor) => lens switch
    {
        FieldLens field => TryPass(field, field.Converter, run, canonical, MappingDirection.ToVendor, out vendor),
        FirstLens first => TryPass(first, first.Converter, run, canonical, MappingDirection.ToVendor, out vendor),
        MoneyLens money => TryMoneyBack(money, run, scope, canonical, out vendor),
        QuantityLens quantity => TryQuantityBack(quantity, run, canonical, out vendor),
        TableLens table => TryLookUp(table, run, canonical, MappingDirection.ToVendor, out vendor),
        ReferenceLens reference => TryReferenceBack(reference, run, canonical, out vendor),
        _ => throw new InvalidOperationException($"There is no lens {lens.GetType().Name}."),
    };

    private static bool TryPass(ValueLens lens, IValueConverter? converter, MapRun run, JsonElement value, MappingDirection direction, out Node? result)
    {
        if (converter is not null)
            return TryConvert(lens, run, value, converter, direction, out result);
        result = Node.Of(value);
        return true;
    }
}
