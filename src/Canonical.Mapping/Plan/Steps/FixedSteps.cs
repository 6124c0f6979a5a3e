namespace Canonical.Mapping;

/// <summary>A literal among the constants, or a parameter.</summary>
internal sealed class FixedSource(FixedValue value, ConstantPool constants)
{
    private readonly Value _literal = value.Literal is { } literal ? constants.Add(literal) : default;

    public bool TryGet(PlanRun run, Step step, out Value found)
    {
        found = _literal;
        return value.Parameter is null || (run.TryParameter(step, value.Parameter, out var scalar) && run.TryKeep(scalar, out found));
    }
}

/// <summary>A fixed value is written.</summary>
internal sealed class ConstantStep(ConstantLens lens, MemberPath path, PlanScope scope) : Step(lens, lens.Source, lens.Target)
{
    private readonly WriteNode _output = scope.Write(path);
    private readonly FixedSource _value = new(lens.Value, scope.Constants);

    public override void Execute(PlanRun run)
    {
        if (_value.TryGet(run, this, out var value))
            run.Write(this, _output, value);
    }
}

/// <summary>A value is compared with the fixed one that stands for it on the other side.</summary>
internal sealed class CompareStep(ConstantLens lens, MemberPath path, PlanScope scope) : Step(lens, lens.Source, lens.Target)
{
    private readonly ReadNode _input = scope.Read(path);
    private readonly FixedSource _value = new(lens.Value, scope.Constants);

    public override void Execute(PlanRun run)
    {
        var found = run.Read(_input);
        if (!found.IsValue || !_value.TryGet(run, this, out var expected))
            return;
        // A value in which a text is none is another value, of which nothing is carried over.
        if (found.Kind == expected.Kind && run.TryNormal(found, out var normal, refuse: false) && run.Same(normal, run.Escaped(expected)))
            return;
        run.Report(
            this, MappingCodes.ConstantDiffers, MappingSeverity.Warning, MappingIssueKind.Loss, SourcePath, TargetPath, found,
            "The mapping fixes this member to another value; the one that is there is not carried over.",
            "Map the member with a lens of its own if it can differ, or give the constant 'only' and 'loss' if it does not matter.");
    }
}

/// <summary>Fills a member that the steps before left unset.</summary>
internal sealed class FillStep(DefaultLens lens, MemberPath path, PlanScope scope) : Step(lens, lens.Source, lens.Target)
{
    private readonly WriteNode _output = scope.Write(path);
    private readonly FixedSource _value = new(lens.Value, scope.Constants);

    public override void Execute(PlanRun run)
    {
        if (!run.IsWritten(_output) && !run.HasErrorAt(path) && _value.TryGet(run, this, out var value))
            run.Write(this, _output, value);
    }
}
