using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>A literal of the document, or a parameter of the run.</summary>
internal sealed record FixedValue(JsonElement? Literal, string? Parameter)
{
    public bool TryGet(MapRun run, Lens lens, MemberPath? source, MemberPath? target, out Node node)
    {
        if (Parameter is null)
        {
            node = Node.Of(Literal!.Value);
            return true;
        }

        var known = run.TryParameter(lens, Parameter, source, target, out var value);
        node = Node.Of(value);
        return known;
    }
}

/// <summary>A fixed value on one side. The other direction compares.</summary>
internal sealed class ConstantLens(LensHead head, MemberPath? source, MemberPath? target, FixedValue value) : Lens(head)
{
    public override IEnumerable<MemberPath> SourcePaths => source is null ? [] : [source];

    public override IEnumerable<MemberPath> TargetPaths => target is null ? [] : [target];

    public override void ToCanonical(MapRun run, Scope scope)
    {
        if (target is not null)
            Write(run, scope, target);
        else
            Compare(run, scope, source!);
    }

    public override void ToVendor(MapRun run, Scope scope)
    {
        if (source is not null)
            Write(run, scope, source);
        else
            Compare(run, scope, target!);
    }

    private void Write(MapRun run, Scope scope, MemberPath path)
    {
        if (value.TryGet(run, this, source, target, out var node))
            run.Write(this, path, scope, node, source, target);
    }

    private void Compare(MapRun run, Scope scope, MemberPath path)
    {
        // With `only` the lens says that this side does not matter.
        if (Head.Only is not null || path.Read(scope.Input, out var found) is not ReadStatus.Value || !value.TryGet(run, this, source, target, out var expected))
            return;
        if (!Node.Of(found).SameAs(expected))
        {
            run.Report(
                this, MappingCodes.ConstantDiffers, MappingSeverity.Warning, MappingIssueKind.Loss, source, target, found,
                "The mapping fixes this member to another value; the one that is there is not carried over.",
                "Map the member with a lens of its own if it can differ, or give the constant 'only' and 'loss' if it does not matter.");
        }
    }
}

/// <summary>Fills a member that was left unset.</summary>
internal sealed class DefaultLens(LensHead head, MemberPath? source, MemberPath? target, FixedValue value) : Lens(head)
{
    public override IEnumerable<MemberPath> SourcePaths => source is null ? [] : [source];

    public override IEnumerable<MemberPath> TargetPaths => target is null ? [] : [target];

    // It writes only what the others left, so it may share their paths.
    public override IEnumerable<MemberPath> SourceWrites => [];

    public override IEnumerable<MemberPath> TargetWrites => [];

    public override void ToCanonical(MapRun run, Scope scope) => Fill(run, scope, target);

    public override void ToVendor(MapRun run, Scope scope) => Fill(run, scope, source);

    private void Fill(MapRun run, Scope scope, MemberPath? path)
    {
        if (path is null || path.Find(scope.Output) is not null || run.HasErrorAt(path))
            return;
        if (value.TryGet(run, this, source, target, out var node))
            run.Write(this, path, scope, node, source, target);
    }
}
