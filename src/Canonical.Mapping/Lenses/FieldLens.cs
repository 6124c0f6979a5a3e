using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>One member becomes one member.</summary>
internal sealed class FieldLens(LensHead head, ValuePart part, IValueConverter? converter, string? converterName) : ValueLens(head, part)
{
    public override string? ConverterName => converterName;

    protected override bool TryForth(MapRun run, Scope scope, JsonElement vendor, out Node? canonical) => TryPass(run, vendor, MappingDirection.ToCanonical, out canonical);

    protected override bool TryBack(MapRun run, Scope scope, JsonElement canonical, out Node? vendor) => TryPass(run, canonical, MappingDirection.ToVendor, out vendor);

    private bool TryPass(MapRun run, JsonElement value, MappingDirection direction, out Node? result)
    {
        if (converter is not null)
            return TryConvert(run, value, converter, direction, out result);
        result = Node.Of(value);
        return true;
    }
}

/// <summary>The first source that has a value.</summary>
internal sealed class FirstLens(LensHead head, ValuePart part, IReadOnlyList<MemberPath> sources, IValueConverter? converter, string? converterName) : ValueLens(head, part)
{
    public override string? ConverterName => converterName;

    public override IEnumerable<MemberPath> SourcePaths => sources;

    // The way back goes to one of them only.
    public override IEnumerable<MemberPath> SourceWrites => [Part.Source];

    public override void ToCanonical(MapRun run, Scope scope)
    {
        foreach (var source in sources)
        {
            var status = source.Read(scope.Input, out var vendor);
            if (status == ReadStatus.Broken)
            {
                run.WrongKind(this, source, Part.Target, vendor, "a member on the way is no object or array as the path needs it");
                return;
            }

            if (status != ReadStatus.Value)
                continue;
            if (!TryForth(run, scope, vendor, out var canonical))
                return;
            if (canonical is null)
                continue;
            run.Write(this, Part.Target, scope, canonical, source, Part.Target);
            return;
        }

        if (Part.Required.HasFlag(Requirement.ToCanonical))
            run.Missing(this, sources[0], Part.Target, ReadStatus.Missing, default);
    }

    protected override bool TryForth(MapRun run, Scope scope, JsonElement vendor, out Node? canonical) => TryPass(run, vendor, MappingDirection.ToCanonical, out canonical);

    protected override bool TryBack(MapRun run, Scope scope, JsonElement canonical, out Node? vendor) => TryPass(run, canonical, MappingDirection.ToVendor, out vendor);

    private bool TryPass(MapRun run, JsonElement value, MappingDirection direction, out Node? result)
    {
        if (converter is not null)
            return TryConvert(run, value, converter, direction, out result);
        result = Node.Of(value);
        return true;
    }
}
