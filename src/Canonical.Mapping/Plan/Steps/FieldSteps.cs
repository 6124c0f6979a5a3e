namespace Canonical.Mapping;

/// <summary>The value goes through as it stands.</summary>
internal sealed class CopyStep(ValueLens lens, PlanScope scope) : ValueStep(lens, scope)
{
    protected override Outcome Execute(PlanRun run, in Value value) => run.TryNormal(value, out var normal) ? Write(run, normal) : Outcome.Failed;
}

/// <summary>The value goes through a converter.</summary>
internal sealed class ConvertStep(ValueLens lens, ValueConverter converter, PlanScope scope) : ValueStep(lens, scope)
{
    private readonly MappingDirection _direction = scope.Direction;

    protected override Outcome Execute(PlanRun run, in Value value)
    {
        if (!run.TryPlain(value, out var plain))
        {
            run.WrongKind(this, value, Words.Scalar);
            return Outcome.Failed;
        }

        if (converter.Convert(run, _direction, plain, out var converted) is { } expected)
        {
            run.NotConvertible(this, value, expected);
            return Outcome.Failed;
        }

        return converted.Kind == ValueKind.Missing ? Outcome.Unset : Write(run, converted);
    }
}

/// <summary>The first source that has a value, on the way forth.</summary>
internal sealed class FirstStep : Step
{
    private readonly (MemberPath Path, ReadNode Node)[] _inputs;
    private readonly ValueConverter? _converter;
    private readonly WriteNode _output;
    private readonly bool _isRequired;

    public FirstStep(FirstLens lens, PlanScope scope)
        : base(lens, lens.Part.Source, lens.Part.Target)
    {
        _inputs = [.. lens.Sources.Select(path => (path, scope.Read(path)))];
        _converter = lens.Converter;
        _output = scope.Write(lens.Part.Target);
        _isRequired = lens.Part.Required.HasFlag(Requirement.ToCanonical);
    }

    public override void Execute(PlanRun run)
    {
        foreach (var (path, node) in _inputs)
        {
            var value = run.Read(node);
            if (value.Kind == ValueKind.Broken)
            {
                run.WrongKind(this, path, value, Words.BrokenPath);
                return;
            }

            if (!value.IsValue)
                continue;
            if (!TryTake(run, path, value, out var taken))
                return;
            if (taken.Kind == ValueKind.Missing)
                continue;
            run.Write(this, _output, taken);
            return;
        }

        if (_isRequired)
            run.Missing(this, _inputs[0].Path, default);
    }

    private bool TryTake(PlanRun run, MemberPath path, in Value value, out Value taken)
    {
        if (_converter is null)
            return run.TryNormal(value, out taken);
        taken = default;
        if (!run.TryPlain(value, out var plain))
            run.WrongKind(this, path, value, Words.Scalar);
        else if (_converter.ToCanonical(run, plain, out taken) is { } expected)
            run.NotConvertible(this, path, value, expected);
        else
            return true;
        return false;
    }
}
