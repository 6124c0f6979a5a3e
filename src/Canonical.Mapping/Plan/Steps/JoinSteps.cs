using System.Text;

namespace Canonical.Mapping;

/// <summary>A text that is split at a separator, and texts that are joined by it.</summary>
internal abstract class JoinStep(Lens lens, MemberPath source, MemberPath target, JoinPart join, ClearForm clear, PlanScope scope) : Step(lens, source, target)
{
    private readonly byte[] _separator = Encoding.UTF8.GetBytes(join.Separator);
    private readonly Value _cleared = clear == ClearForm.Empty ? scope.Constants.Text("") : scope.Constants.Null();
    private readonly bool _isForth = scope.Direction == MappingDirection.ToCanonical;

    /// <summary>Joins what stands in several places; false when an issue was reported. Without any part the text is missing.</summary>
    protected bool TryJoin(PlanRun run, (MemberPath Path, ReadNode Node)[] inputs, out Value text)
    {
        text = default;
        var count = inputs.Length;
        // Those at the end without a part are left out; the others keep their places when the text must come apart again.
        while (count > 0 && !HasText(run.Read(inputs[count - 1].Node)))
            count--;
        for (var i = 0; i < count; i++)
        {
            var (path, node) = inputs[i];
            var value = run.Read(node);
            if (!HasText(value) && !join.Exact)
                continue;
            if (!TryPart(run, path, value, i == inputs.Length - 1 ? PartPlace.Rest : i == count - 1 ? PartPlace.Last : PartPlace.Before, out var part))
                return false;
            if (text.Kind == ValueKind.Missing && (i == 0 || !join.Exact))
                text = part.Kind == ValueKind.String ? part : run.Keep(ValueKind.String, []);
            else
                text = Append(run, text, part);
        }

        return true;
    }

    /// <summary>The parts of a text from the left, the last of them with all that is left; missing where there is none.</summary>
    protected void Split(PlanRun run, in Value text, Span<Value> parts)
    {
        var rest = text;
        for (var i = 0; i < parts.Length; i++)
        {
            var at = i == parts.Length - 1 ? -1 : run.Text(rest).IndexOf(_separator);
            parts[i] = at < 0 ? rest : rest.Slice(0, at);
            if (parts[i].Length == 0)
                parts[i] = default;
            if (at < 0)
            {
                parts[(i + 1)..].Clear();
                return;
            }

            rest = rest.Slice(at + _separator.Length, rest.Length - at - _separator.Length);
        }
    }

    protected bool TryText(PlanRun run, MemberPath path, in Value value, out Value plain)
    {
        plain = default;
        if (value.Kind == ValueKind.String && run.TryPlain(value, out plain))
            return true;
        WrongKind(run, path, value, value.Kind == ValueKind.Broken ? Words.BrokenPath : "a string is expected");
        return false;
    }

    protected void Clear(PlanRun run, MemberPath path, WriteNode output, in Value value)
    {
        if (clear != ClearForm.Never)
        {
            run.Write(this, output, _cleared);
            return;
        }

        run.Report(
            this, MappingCodes.NotCleared, MappingSeverity.Warning, MappingIssueKind.Loss, path, TargetPath, value,
            "The canonical member is null or has no such part, but this member of the vendor cannot be cleared; it was not sent.",
            "Clear it in the vendor's application where that matters.");
    }

    private enum PartPlace
    {
        /// <summary>Others follow.</summary>
        Before,

        /// <summary>None that has a text follows.</summary>
        Last,

        /// <summary>The last place, which takes all that is left.</summary>
        Rest,
    }

    private static bool HasText(in Value value) => value.IsValue ? value.Kind != ValueKind.String || value.Length > 0 : value.Kind == ValueKind.Broken;

    private bool TryPart(PlanRun run, MemberPath path, in Value value, PartPlace place, out Value part)
    {
        part = default;
        if (!HasText(value))
            return true;
        if (!TryText(run, path, value, out part))
            return false;
        if (!join.Exact || place == PartPlace.Rest)
            return true;
        // With the separator behind it the text would be split earlier; where nothing follows, it would be split at all.
        if (place == PartPlace.Last ? run.Text(part).IndexOf(_separator) < 0 : run.Text(Append(run, part, default)).IndexOf(_separator) == part.Length)
            return true;
        run.Report(
            this, MappingCodes.NotConvertible, MappingSeverity.Error, MappingIssueKind.Value, _isForth ? path : SourcePath, _isForth ? TargetPath : path, value,
            "The value cannot be joined: it holds the separator, and the text would come apart elsewhere.", "Correct the value, choose another separator, or let the lens be inexact and say what is lost.");
        return false;
    }

    private void WrongKind(PlanRun run, MemberPath path, in Value value, string expected) =>
        run.Report(
            this, MappingCodes.WrongKind, MappingSeverity.Error, MappingIssueKind.Value, _isForth ? path : SourcePath, _isForth ? TargetPath : path, value,
            $"The value is of another JSON kind: {expected}.", "Correct the path or the kind of the lens, or the record.");

    private Value Append(PlanRun run, in Value first, in Value second)
    {
        var length = first.Length + _separator.Length + second.Length;
        var room = run.Reserve(length);
        run.Text(first).CopyTo(room);
        _separator.CopyTo(room[first.Length..]);
        run.Text(second).CopyTo(room[(first.Length + _separator.Length)..]);
        return new Value(ValueKind.String, ValueTraits.Plain, run.Advance(length), length);
    }
}

/// <summary>Several texts become one: forth of <c>concat</c>, back of <c>split</c>.</summary>
internal sealed class JoinTextsStep : JoinStep
{
    private readonly (MemberPath Path, ReadNode Node)[] _inputs;
    private readonly WriteNode _output;
    private readonly bool _isBack;
    private readonly bool _isRequired;

    public JoinTextsStep(ConcatLens lens, PlanScope scope)
        : this(lens, lens.Sources[0], lens.Target, lens.Join, lens.Clear, scope, lens.Sources, lens.Target, lens.Required.HasFlag(Requirement.ToCanonical))
    {
    }

    public JoinTextsStep(SplitLens lens, PlanScope scope)
        : this(lens, lens.Source, lens.Targets[0], lens.Join, lens.Clear, scope, lens.Targets, lens.Source, lens.Required.HasFlag(Requirement.ToVendor))
    {
    }

    private JoinTextsStep(
        Lens lens, MemberPath source, MemberPath target, JoinPart join, ClearForm clear, PlanScope scope, IReadOnlyList<MemberPath> inputs, MemberPath output, bool isRequired)
        : base(lens, source, target, join, clear, scope)
    {
        _inputs = [.. inputs.Select(path => (path, scope.Read(path)))];
        _output = scope.Write(output);
        _isBack = scope.Direction == MappingDirection.ToVendor;
        _isRequired = isRequired;
    }

    public override void Execute(PlanRun run)
    {
        if (!TryJoin(run, _inputs, out var text))
            return;
        if (text.Kind != ValueKind.Missing)
        {
            run.Write(this, _output, text);
            return;
        }

        var known = default(Value);
        foreach (var (_, node) in _inputs)
            known = known.Kind == ValueKind.Missing ? run.Read(node) : known;
        if (_isBack && (known.Kind != ValueKind.Missing || run.Context.AbsentMembers == AbsentMembers.Cleared))
            Clear(run, SourcePath!, _output, known);
        if (_isRequired)
            run.Missing(this, SourcePath, known);
    }
}

/// <summary>One text becomes several: forth of <c>split</c>, back of <c>concat</c>.</summary>
internal sealed class SplitTextStep : JoinStep
{
    private readonly ReadNode _input;
    private readonly (MemberPath Path, WriteNode Node)[] _outputs;
    private readonly MemberPath _from;
    private readonly bool _isBack;
    private readonly bool _isRequired;

    public SplitTextStep(SplitLens lens, PlanScope scope)
        : this(lens, lens.Source, lens.Targets[0], lens.Join, lens.Clear, scope, lens.Source, lens.Targets, lens.Required.HasFlag(Requirement.ToCanonical))
    {
    }

    public SplitTextStep(ConcatLens lens, PlanScope scope)
        : this(lens, lens.Sources[0], lens.Target, lens.Join, lens.Clear, scope, lens.Target, lens.Sources, lens.Required.HasFlag(Requirement.ToVendor))
    {
    }

    private SplitTextStep(
        Lens lens, MemberPath source, MemberPath target, JoinPart join, ClearForm clear, PlanScope scope, MemberPath input, IReadOnlyList<MemberPath> outputs, bool isRequired)
        : base(lens, source, target, join, clear, scope)
    {
        _from = input;
        _input = scope.Read(input);
        _outputs = [.. outputs.Select(path => (path, scope.Write(path)))];
        _isBack = scope.Direction == MappingDirection.ToVendor;
        _isRequired = isRequired;
    }

    public override void Execute(PlanRun run)
    {
        var value = run.Read(_input);
        var hasPart = false;
        if (value.Kind is ValueKind.Missing or ValueKind.Null)
        {
            if (_isBack && (value.Kind == ValueKind.Null || run.Context.AbsentMembers == AbsentMembers.Cleared))
                ClearAll(run, value);
        }
        else
        {
            if (!TryText(run, _from, value, out var text))
                return;
            Span<Value> parts = stackalloc Value[_outputs.Length];
            Split(run, text, parts);
            for (var i = 0; i < parts.Length; i++)
            {
                hasPart |= parts[i].Kind != ValueKind.Missing;
                if (parts[i].Kind != ValueKind.Missing)
                    run.Write(this, _outputs[i].Node, parts[i]);
                else if (_isBack)
                    Clear(run, _outputs[i].Path, _outputs[i].Node, value);
            }
        }

        if (_isRequired && !hasPart)
            run.Missing(this, SourcePath, value);
    }

    private void ClearAll(PlanRun run, in Value value)
    {
        foreach (var (path, node) in _outputs)
            Clear(run, path, node, value);
    }
}
