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

/// <summary>A code becomes a code.</summary>
internal sealed class TableStep : ValueStep
{
    private readonly CodeMap _codes;
    private readonly CodeMap _others;
    private readonly UnknownCode _unknown;
    private readonly Value _fallback;

    public TableStep(TableLens lens, PlanScope scope)
        : base(lens, scope)
    {
        var isForth = scope.Direction == MappingDirection.ToCanonical;
        _codes = new CodeMap(lens.Table.Of(scope.Direction), scope.Constants);
        _others = new CodeMap(lens.Table.Of(isForth ? MappingDirection.ToVendor : MappingDirection.ToCanonical), scope.Constants);
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

        if (code.Kind == ValueKind.String)
            code = run.Trim(code);
        if (_codes.TryFind(run, code, out var found))
            return Write(run, found);
        if (code.Length == 0)
            return Outcome.Unset;
        switch (_unknown)
        {
            case UnknownCode.Pass when !_others.Has(run, code):
                return Write(run, code);
            case UnknownCode.Pass:
                run.Report(
                    this, MappingCodes.CodeMeansSomethingElse, MappingSeverity.Error, MappingIssueKind.UnknownCode, SourcePath, TargetPath, value,
                    "The code is not in the table and would go through as it is, but it means something else on the other side and would come back as another code.",
                    $"Add the code to the table of lens '{Id}'.");
                return Outcome.Failed;
            case UnknownCode.Default when _fallback.Kind != ValueKind.Missing:
                return Write(run, _fallback);
            default:
                run.Report(
                    this, MappingCodes.UnknownCode, MappingSeverity.Error, MappingIssueKind.UnknownCode, SourcePath, TargetPath, value,
                    "The code is not in the table.",
                    $"Add the code to the table of lens '{Id}', or correct it in the record.");
                return Outcome.Failed;
        }
    }
}
