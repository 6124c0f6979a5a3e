namespace Canonical.Mapping;

/// <summary>What one lens does in one direction. Immutable; all that changes is in the run.</summary>
internal abstract class Step(Lens? lens, MemberPath? source, MemberPath? target)
{
    /// <summary>The id of the lens; null for what the mapper itself does.</summary>
    public string? Id => lens?.Id;

    public MemberPath? SourcePath { get; } = source;

    public MemberPath? TargetPath { get; } = target;

    public abstract void Execute(PlanRun run);
}

internal enum Outcome
{
    /// <summary>There was no value to write.</summary>
    Unset,

    Written,

    /// <summary>An issue was reported.</summary>
    Failed,
}

/// <summary>A place to read, in the element at hand or in the record.</summary>
internal readonly record struct ReadPlace(ReadNode Node, bool FromRoot)
{
    public Value Read(PlanRun run) => FromRoot ? run.ReadRoot(Node) : run.Read(Node);
}

/// <summary>A lens between one vendor member and one canonical member: reading, missing, clearing and writing are the same for all of them.</summary>
internal abstract class ValueStep : Step
{
    private readonly ReadNode _input;
    private readonly MappingDirection _direction;
    private readonly bool _isRequired;
    private readonly ClearForm _clear;
    private readonly Value _cleared;

    protected ValueStep(ValueLens lens, PlanScope scope)
        : base(lens, lens.Part.Source, lens.Part.Target)
    {
        var isForth = scope.Direction == MappingDirection.ToCanonical;
        _direction = scope.Direction;
        _input = scope.Read(isForth ? lens.Part.Source : lens.Part.Target);
        Output = scope.Write(isForth ? lens.Part.Target : lens.Part.Source);
        _isRequired = lens.Part.Required.HasFlag(isForth ? Requirement.ToCanonical : Requirement.ToVendor);
        _clear = lens.Part.Clear;
        _cleared = _clear == ClearForm.Empty ? scope.Constants.Text("") : scope.Constants.Null();
    }

    protected WriteNode Output { get; }

    public override void Execute(PlanRun run)
    {
        var value = run.Read(_input);
        if (value.Kind == ValueKind.Broken)
        {
            run.WrongKind(this, value, Words.BrokenPath);
            return;
        }

        var outcome = Outcome.Unset;
        if (value.IsValue)
            outcome = Execute(run, value);
        else if (_direction == MappingDirection.ToVendor && (value.Kind == ValueKind.Null || (run.Context.AbsentMembers == AbsentMembers.Cleared && _clear != ClearForm.Never)))
            Clear(run, value);
        if (outcome == Outcome.Unset && _isRequired)
            run.Missing(this, SourcePath, value);
    }

    protected abstract Outcome Execute(PlanRun run, in Value value);

    protected Outcome Write(PlanRun run, in Value value) => run.Write(this, Output, value) ? Outcome.Written : Outcome.Failed;

    private void Clear(PlanRun run, in Value value)
    {
        if (_clear != ClearForm.Never)
        {
            run.Write(this, Output, _cleared);
            return;
        }

        run.Report(
            this, MappingCodes.NotCleared, MappingSeverity.Warning, MappingIssueKind.Loss, SourcePath, TargetPath, value,
            "The canonical member is null, but this member of the vendor cannot be cleared; it was not sent.",
            "Clear it in the vendor's application where that matters.");
    }
}

/// <summary>Words that several steps say.</summary>
internal static class Words
{
    public const string BrokenPath = "a member on the way is no object or array as the path needs it";
    public const string Scalar = "a string, a number or a boolean is expected";
}
