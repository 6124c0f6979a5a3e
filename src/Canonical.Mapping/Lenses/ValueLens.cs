using System.Text.Json;

namespace Canonical.Mapping;

[Flags]
internal enum Requirement
{
    None = 0,
    ToCanonical = 1,
    ToVendor = 2,
}

internal enum ClearForm
{
    Null,
    Empty,
    Never,
}

internal sealed record ValuePart(MemberPath Source, MemberPath Target, Requirement Required, ClearForm Clear);

/// <summary>A lens between one vendor member and one canonical member: reading, missing, clearing and writing are the same for all of them.</summary>
internal abstract class ValueLens(LensHead head, ValuePart part) : Lens(head)
{
    protected ValuePart Part { get; } = part;

    public override IEnumerable<MemberPath> SourcePaths => [Part.Source];

    public override IEnumerable<MemberPath> TargetPaths => [Part.Target];

    /// <summary>The canonical node, null for unset; false when the issue was reported.</summary>
    protected abstract bool TryForth(MapRun run, Scope scope, JsonElement vendor, out Node? canonical);

    /// <summary>The vendor's node, null for unset; false when the issue was reported.</summary>
    protected abstract bool TryBack(MapRun run, Scope scope, JsonElement canonical, out Node? vendor);

    public override void ToCanonical(MapRun run, Scope scope)
    {
        var status = Part.Source.Read(scope.Input, out var vendor);
        Node? canonical = null;
        if (status == ReadStatus.Broken)
        {
            run.WrongKind(this, Part.Source, Part.Target, vendor, "a member on the way is no object or array as the path needs it");
            return;
        }

        if (status == ReadStatus.Value && !TryForth(run, scope, vendor, out canonical))
            return;
        if (canonical is not null)
            run.Write(this, Part.Target, scope, canonical, Part.Source, Part.Target);
        else if (Part.Required.HasFlag(Requirement.ToCanonical))
            run.Missing(this, Part.Source, Part.Target, status, vendor);
    }

    public override void ToVendor(MapRun run, Scope scope)
    {
        var status = Part.Target.Read(scope.Input, out var canonical);
        Node? vendor = null;
        switch (status)
        {
            case ReadStatus.Broken:
                run.WrongKind(this, Part.Source, Part.Target, canonical, "a member on the way is no object or array as the path needs it");
                return;
            case ReadStatus.Null:
                Clear(run, scope, canonical);
                break;
            case ReadStatus.Missing when run.Context.AbsentMembers == AbsentMembers.Cleared && Part.Clear != ClearForm.Never:
                Clear(run, scope, canonical);
                break;
            case ReadStatus.Value when !TryBack(run, scope, canonical, out vendor):
                return;
        }

        if (vendor is not null)
            run.Write(this, Part.Source, scope, vendor, Part.Source, Part.Target);
        else if (Part.Required.HasFlag(Requirement.ToVendor))
            run.Missing(this, Part.Source, Part.Target, status, canonical);
    }

    protected bool TryConvert(MapRun run, JsonElement value, IValueConverter converter, MappingDirection direction, out Node? result)
    {
        result = null;
        if (!JsonScalar.TryRead(value, out var scalar))
        {
            run.WrongKind(this, Part.Source, Part.Target, value, "a string, a number or a boolean is expected");
            return false;
        }

        var conversion = direction == MappingDirection.ToCanonical ? converter.ToCanonical(scalar) : converter.ToVendor(scalar);
        if (conversion.Failed)
        {
            run.NotConvertible(this, Part.Source, Part.Target, value, conversion.Expected!);
            return false;
        }

        result = conversion.Value is { } converted ? Node.Of(converted) : null;
        return true;
    }

    private void Clear(MapRun run, Scope scope, JsonElement canonical)
    {
        if (Part.Clear == ClearForm.Never)
        {
            run.Report(
                this, MappingCodes.NotCleared, MappingSeverity.Warning, MappingIssueKind.Loss, Part.Source, Part.Target, canonical,
                "The canonical member is null, but this member of the vendor cannot be cleared; it was not sent.",
                "Clear it in the vendor's application where that matters.");
            return;
        }

        run.Write(this, Part.Source, scope, Part.Clear == ClearForm.Empty ? Node.Of("") : Node.Null(), Part.Source, Part.Target);
    }
}
