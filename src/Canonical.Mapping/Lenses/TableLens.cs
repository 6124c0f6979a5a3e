using System.Collections.Frozen;
using System.Text.Json;

namespace Canonical.Mapping;

internal enum UnknownCode
{
    Reject,
    Pass,
    Default,
}

/// <summary>A code table, each direction with its own dictionary. Keys are compared by meaning (1 and 1.0 are one number).</summary>
internal sealed class CodeTable(FrozenDictionary<JsonScalar, JsonScalar> toCanonical, FrozenDictionary<JsonScalar, JsonScalar> toVendor)
{
    public FrozenDictionary<JsonScalar, JsonScalar> Of(MappingDirection direction) => direction == MappingDirection.ToCanonical ? toCanonical : toVendor;
}

/// <summary>A code becomes a code.</summary>
internal sealed class TableLens(LensHead head, ValuePart part, CodeTable table, UnknownCode unknown, JsonScalar? defaultToCanonical, JsonScalar? defaultToVendor) : ValueLens(head, part)
{
    protected override bool TryForth(MapRun run, Scope scope, JsonElement vendor, out Node? canonical) => TryLookUp(run, vendor, MappingDirection.ToCanonical, out canonical);

    protected override bool TryBack(MapRun run, Scope scope, JsonElement canonical, out Node? vendor) => TryLookUp(run, canonical, MappingDirection.ToVendor, out vendor);

    private bool TryLookUp(MapRun run, JsonElement value, MappingDirection direction, out Node? result)
    {
        result = null;
        if (!JsonScalar.TryRead(value, out var code))
        {
            run.WrongKind(this, Part.Source, Part.Target, value, "a code (a string, a number or a boolean) is expected");
            return false;
        }

        if (code.Kind == JsonScalarKind.String)
            code = JsonScalar.Of(code.Text.Trim());
        var key = code.ForComparison();
        if (table.Of(direction).TryGetValue(key, out var found))
        {
            result = Node.Of(found);
            return true;
        }

        if (code.Kind == JsonScalarKind.String && code.Text.Length == 0)
            return true;
        var other = direction == MappingDirection.ToCanonical ? MappingDirection.ToVendor : MappingDirection.ToCanonical;
        switch (unknown)
        {
            case UnknownCode.Pass when !table.Of(other).ContainsKey(key):
                result = Node.Of(code);
                return true;
            case UnknownCode.Pass:
                run.Report(
                    this, MappingCodes.CodeMeansSomethingElse, MappingSeverity.Error, MappingIssueKind.UnknownCode, Part.Source, Part.Target, value,
                    "The code is not in the table and would go through as it is, but it means something else on the other side and would come back as another code.",
                    $"Add the code to the table of lens '{Id}'.");
                return false;
            case UnknownCode.Default when (direction == MappingDirection.ToCanonical ? defaultToCanonical : defaultToVendor) is { } fallback:
                result = Node.Of(fallback);
                return true;
            default:
                run.Report(
                    this, MappingCodes.UnknownCode, MappingSeverity.Error, MappingIssueKind.UnknownCode, Part.Source, Part.Target, value,
                    "The code is not in the table.",
                    $"Add the code to the table of lens '{Id}', or correct it in the record.");
                return false;
        }
    }
}
