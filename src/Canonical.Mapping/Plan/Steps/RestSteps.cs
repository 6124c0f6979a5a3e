using System.Text;

namespace Canonical.Mapping;

/// <summary>The members that nobody else reads, copied into an object, and spread again.</summary>
internal sealed class RestStep : Step
{
    private readonly ReadNode _input;
    private readonly WriteNode _output;
    private readonly RestLens _lens;
    private readonly Utf8Lookup _left;
    private readonly bool _isForth;
    private ReadNode[]? _readBeside;

    public RestStep(RestLens lens, PlanScope scope)
        : base(lens, null, lens.Target)
    {
        _lens = lens;
        _isForth = scope.Direction == MappingDirection.ToCanonical;
        _input = _isForth ? scope.Input : scope.Read(lens.Target);
        _output = _isForth ? scope.Write(lens.Target) : scope.Output.Spread();
        _left = new Utf8Lookup([.. lens.Left.Select(name => ((byte)0, Encoding.UTF8.GetBytes(name)))]);
    }

    public override void Execute(PlanRun run)
    {
        var value = run.Read(_input);
        if (value.Kind is ValueKind.Missing or ValueKind.Null)
            return;
        if (value.Kind != ValueKind.Object)
        {
            // Forth it is an element that is no object, of which nothing is left.
            if (!_isForth)
                run.WrongKind(this, value, value.Kind == ValueKind.Broken ? Words.BrokenPath : "an object is expected");
            return;
        }

        // Most records are asked for by what the lenses read: nothing is left, and nothing needs to be copied to see that.
        if ((_isForth && IsNothingLeft(run, value)) || !run.TryNormal(value, out var whole))
            return;
        var rest = run.Without(whole, _left, withoutNull: _isForth, inBraces: _isForth);
        if (rest.Kind != ValueKind.Missing)
            run.Write(this, _output, rest);
    }

    private bool IsNothingLeft(PlanRun run, in Value value)
    {
        if ((value.Traits & ValueTraits.HasOthers) != ValueTraits.None)
            return false;
        // Known when all lenses have said what they read; two threads find the same.
        foreach (var member in _readBeside ??= [.. _input.MembersBeside(_lens.Left)])
        {
            if (run.Read(member).Kind > ValueKind.Null)
                return false;
        }

        return true;
    }
}
