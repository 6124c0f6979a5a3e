using System.Globalization;

namespace Canonical.Mapping;

/// <summary>Every element of an array.</summary>
internal sealed class EachStep : Step
{
    private readonly ReadNode _input;
    private readonly WriteNode _output;
    private readonly MemberPath _from;
    private readonly bool _isRequired;
    private readonly MappingDirection _direction;

    public EachStep(EachLens lens, PlanScope scope, PlanCompiler compiler)
        : base(lens, lens.Source, lens.Target)
    {
        var isForth = scope.Direction == MappingDirection.ToCanonical;
        var inner = compiler.Inside(scope, lens.Target);
        _direction = scope.Direction;
        _from = isForth ? lens.Source : lens.Target;
        _input = scope.Read(_from);
        // What the elements write to the record stands before the array.
        Steps = compiler.Compile(lens.Lenses, inner);
        _output = scope.Write(isForth ? lens.Target : lens.Source);
        _isRequired = lens.Required.HasFlag(isForth ? Requirement.ToCanonical : Requirement.ToVendor);
        (Element, Written) = (inner.Input, inner.Output);
        if ((isForth ? lens.Where?.Source : lens.Where?.Target) is { } where)
            Where = new PlanCondition(where, inner);
        ReadSlots = Element.Close();
        WriteSlots = Written.Close(isForth ? compiler.OrderOf(inner) : null);
    }

    public Step[] Steps { get; }

    /// <summary>What is read of an element.</summary>
    public ReadNode Element { get; }

    /// <summary>What is written of one.</summary>
    public WriteNode Written { get; }

    /// <summary>Which elements are taken; null for all of them.</summary>
    public PlanCondition? Where { get; }

    public int ReadSlots { get; }

    public int WriteSlots { get; }

    public override void Execute(PlanRun run)
    {
        var array = run.Read(_input);
        switch (array.Kind)
        {
            case ValueKind.Array:
                run.Write(this, _output, run.Each(this, array));
                break;
            case ValueKind.Broken:
                run.WrongKind(this, array, Words.BrokenPath);
                break;
            case ValueKind.Missing or ValueKind.Null when _isRequired:
                run.Missing(this, SourcePath, array);
                break;
            case ValueKind.Null when _direction == MappingDirection.ToVendor:
                run.Report(
                    this, MappingCodes.NotCleared, MappingSeverity.Warning, MappingIssueKind.Loss, SourcePath, TargetPath, array,
                    "The canonical array is null; the vendor's array was not sent.", "Send an empty array to empty the vendor's.");
                break;
            case ValueKind.Missing or ValueKind.Null:
                break;
            default:
                run.WrongKind(this, array, "an array is expected");
                break;
        }
    }

    /// <summary>Tells that an element gave nothing.</summary>
    public void Dropped(PlanRun run, int index, in Value element) =>
        run.Report(
            this, MappingCodes.ElementDropped, MappingSeverity.Warning, MappingIssueKind.Loss, null, null, element,
            string.Create(CultureInfo.InvariantCulture, $"No lens mapped anything of element [{index}] of '{_from.Text}', so it was left out."), "Map at least one member of it, or correct the record.");
}

/// <summary>Steps that run when a condition holds, and others when not.</summary>
internal sealed class WhenStep : Step
{
    private readonly PlanCondition? _condition;
    private readonly Step[] _steps;
    private readonly Step[] _otherwise;

    public WhenStep(WhenLens lens, PlanScope scope, PlanCompiler compiler)
        : base(lens, null, null)
    {
        if ((scope.Direction == MappingDirection.ToCanonical ? lens.Source : lens.Target) is { } condition)
            _condition = new PlanCondition(condition, scope);
        _steps = compiler.Compile(lens.Lenses, scope);
        _otherwise = compiler.Compile(lens.Otherwise, scope);
    }

    public override void Execute(PlanRun run)
    {
        foreach (var step in _condition is null || _condition.Holds(run) ? _steps : _otherwise)
            step.Execute(run);
    }
}
