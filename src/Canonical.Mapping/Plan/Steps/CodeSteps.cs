namespace Canonical.Mapping;

/// <summary>A code table in one direction.</summary>
internal sealed class CodeMap
{
    private readonly Utf8Lookup _codes;
    private readonly Value[] _values;

    public CodeMap(IReadOnlyDictionary<JsonScalar, JsonScalar> table, ConstantPool constants)
    {
        var literals = table.Select(pair => (Literal: new Literal(pair.Key), pair.Value)).ToArray();
        _codes = new Utf8Lookup([.. literals.Select(pair => ((byte)pair.Literal.Kind, pair.Literal.Text))]);
        _values = [.. literals.Select(pair => constants.Add(pair.Value))];
    }

    /// <summary>What a code, its text unescaped, becomes.</summary>
    public bool TryFind(PlanRun run, in Value code, out Value found)
    {
        var index = IndexOf(_codes, run, code);
        found = index < 0 ? default : _values[index];
        return index >= 0;
    }

    public bool Has(PlanRun run, in Value code) => IndexOf(_codes, run, code) >= 0;

    /// <summary>Where a scalar stands in a lookup; numbers are looked up by their normal form.</summary>
    public static int IndexOf(Utf8Lookup lookup, PlanRun run, in Value code) =>
        code.Kind == ValueKind.Number && run.TryNumber(code, 0, ValueKind.Number, out var number)
            ? lookup.Find((byte)ValueKind.Number, run.Text(number))
            : lookup.Find((byte)code.Kind, run.Text(code));
}

/// <summary>A code table in one direction whose entries hold for periods of days.</summary>
internal sealed class DatedCodeMap
{
    private readonly Utf8Lookup _codes;
    private readonly (DatedCode Entry, Value Value)[][] _values;

    public DatedCodeMap(DatedCodeTable table, MappingDirection direction, ConstantPool constants)
    {
        var codes = table.Of(direction).Select(pair => (Literal: new Literal(pair.Key), pair.Value)).ToArray();
        _codes = new Utf8Lookup([.. codes.Select(pair => ((byte)pair.Literal.Kind, pair.Literal.Text))]);
        _values = [.. codes.Select(pair => pair.Value.Select(entry => (entry, constants.Add(direction == MappingDirection.ToCanonical ? entry.Canonical : entry.Vendor))).ToArray())];
    }

    /// <summary>What a code, its text unescaped, becomes on a day.</summary>
    public bool TryFind(PlanRun run, in Value code, DateOnly day, out Value found)
    {
        found = default;
        var index = CodeMap.IndexOf(_codes, run, code);
        foreach (var (entry, value) in index < 0 ? [] : _values[index])
        {
            if (entry.Holds(day))
                found = value;
        }

        return found.Kind != ValueKind.Missing;
    }

    public bool Has(PlanRun run, in Value code) => CodeMap.IndexOf(_codes, run, code) >= 0;
}

/// <summary>A code becomes a code.</summary>
internal sealed class TableStep : ValueStep
{
    private readonly CodeMap _codes;
    private readonly CodeMap _others;
    private readonly DatedCodeMap? _dated;
    private readonly DatedCodeMap? _datedOthers;
    private readonly ReadPlace _day;
    private readonly MemberPath? _daySource;
    private readonly MemberPath? _dayTarget;
    private readonly UnknownCode _unknown;
    private readonly Value _fallback;

    public TableStep(TableLens lens, PlanScope scope)
        : base(lens, scope)
    {
        var isForth = scope.Direction == MappingDirection.ToCanonical;
        _codes = new CodeMap(lens.Table.Of(scope.Direction), scope.Constants);
        _others = new CodeMap(lens.Table.Of(isForth ? MappingDirection.ToVendor : MappingDirection.ToCanonical), scope.Constants);
        if (lens.AsOf is { } asOf)
        {
            _dated = new DatedCodeMap(asOf.Table, scope.Direction, scope.Constants);
            _datedOthers = new DatedCodeMap(asOf.Table, isForth ? MappingDirection.ToVendor : MappingDirection.ToCanonical, scope.Constants);
            _day = scope.LookUp(isForth ? asOf.Source : asOf.Target);
            (_daySource, _dayTarget) = isForth ? (asOf.Source, TargetPath) : (SourcePath, asOf.Target);
        }

        _unknown = lens.Unknown;
        if ((isForth ? lens.DefaultToCanonical : lens.DefaultToVendor) is { } fallback)
            _fallback = scope.Constants.Add(fallback);
    }

    protected override Outcome Execute(PlanRun run, in Value value)
    {
        if (!run.TryPlain(value, out var code))
        {
            run.WrongKind(this, value, "a code (a string, a number or a boolean) is expected");
            return Outcome.Failed;
        }

        // White space around a code means nothing, unless the table has just that code.
        if (code.Kind == ValueKind.String && run.Trim(code) is var trimmed && trimmed.Length < code.Length && !Has(run, code))
            code = trimmed;
        if (code.Length == 0 && !Has(run, code))
            return Outcome.Unset;
        if (!TryFind(run, code, out var found, out var isKnown))
            return Outcome.Failed;
        if (isKnown)
            return Write(run, found);
        switch (_unknown)
        {
            case UnknownCode.Pass when !(_datedOthers?.Has(run, code) ?? _others.Has(run, code)):
                return Write(run, code);
            case UnknownCode.Pass:
                run.Report(
                    this, MappingCodes.CodeMeansSomethingElse, MappingSeverity.Error, MappingIssueKind.UnknownCode, SourcePath, TargetPath, value,
                    "The code is not in the table and would go through as it is, but it means something else on the other side and would come back as another code.",
                    $"Add the code to the table of lens '{Id}'.");
                return Outcome.Failed;
            case UnknownCode.Default when _fallback.Kind != ValueKind.Missing:
                return Write(run, _fallback);
            case UnknownCode.Hold:
                run.Report(
                    this, MappingCodes.UnknownCode, MappingSeverity.Held, MappingIssueKind.UnknownCode, SourcePath, TargetPath, value,
                    "The code is not in the table; the record is held back until somebody has decided what it means.",
                    $"Add the code to the table of lens '{Id}', and map the record again.");
                return Outcome.Failed;
            default:
                run.Report(
                    this, MappingCodes.UnknownCode, MappingSeverity.Error, MappingIssueKind.UnknownCode, SourcePath, TargetPath, value,
                    "The code is not in the table.",
                    $"Add the code to the table of lens '{Id}', or correct it in the record.");
                return Outcome.Failed;
        }
    }

    private bool Has(PlanRun run, in Value code) => _dated is null ? _codes.Has(run, code) : _dated.Has(run, code);

    // False when there is no day to look the code up by, which was reported.
    private bool TryFind(PlanRun run, in Value code, out Value found, out bool isKnown)
    {
        if (_dated is null)
        {
            isKnown = _codes.TryFind(run, code, out found);
            return true;
        }

        found = default;
        isKnown = false;
        var given = _day.Read(run);
        if (given.Kind is ValueKind.Missing or ValueKind.Null)
        {
            run.Report(
                this, MappingCodes.RequiredMissing, MappingSeverity.Error, MappingIssueKind.MissingValue, _daySource, _dayTarget, given,
                "The code is looked up by a date, and there is none.", "Fill the date, or correct 'asOf' in the mapping.");
            return false;
        }

        if (given.Kind == ValueKind.String && run.TryPlain(given, out var text) && InstantText.TryDate(run.Text(run.Trim(text)), out var day))
        {
            isKnown = _dated.TryFind(run, code, day, out found);
            return true;
        }

        run.Report(
            this, MappingCodes.NotConvertible, MappingSeverity.Error, MappingIssueKind.Value, _daySource, _dayTarget, given,
            "The code is looked up by a date: a calendar date YYYY-MM-DD without a time of day is expected.", "Correct the date, or 'asOf' in the mapping.");
        return false;
    }
}
