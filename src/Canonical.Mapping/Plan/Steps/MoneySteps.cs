using System.Text;

namespace Canonical.Mapping;

/// <summary>The currency on which a document agrees where the record has none: a value or a parameter.</summary>
internal sealed class AgreedCurrency(CurrencyPart currency, ConstantPool constants)
{
    private readonly Value _value = currency.Value is null ? default : constants.Text(currency.Value);

    public bool IsGiven => currency.Parameter is not null || currency.Value is not null;

    public bool TryGet(PlanRun run, Step step, out Value code)
    {
        code = _value;
        return currency.Parameter is null || (run.TryParameter(step, currency.Parameter, out var scalar) && run.TryKeep(scalar, out code));
    }
}

/// <summary>An amount and its currency become <c>{amount, currency}</c>.</summary>
internal sealed class MoneyStep : ValueStep
{
    private readonly MoneyLens _lens;
    private readonly ReadPlace? _currency;
    private readonly CodeMap? _codes;
    private readonly AgreedCurrency _agreed;
    private readonly WriteNode _amountOut;
    private readonly WriteNode _currencyOut;

    public MoneyStep(MoneyLens lens, PlanScope scope)
        : base(lens, scope)
    {
        _lens = lens;
        _currency = lens.Currency.Path is null ? null : scope.LookUp(lens.Currency.Path);
        _codes = lens.Currency.Table is null ? null : new CodeMap(lens.Currency.Table.Of(MappingDirection.ToCanonical), scope.Constants);
        _agreed = new AgreedCurrency(lens.Currency, scope.Constants);
        _amountOut = Output.Member("amount", scope.Constants);
        _currencyOut = Output.Member("currency", scope.Constants);
    }

    protected override Outcome Execute(PlanRun run, in Value value)
    {
        if (!run.TryPlain(value, out var plain))
        {
            run.WrongKind(this, value, Words.Scalar);
            return Outcome.Failed;
        }

        if (_lens.Amounts.ToCanonical(run, plain, out var amount) is { } expected)
        {
            run.NotConvertible(this, value, expected);
            return Outcome.Failed;
        }

        if (amount.Kind == ValueKind.Missing)
            return Outcome.Unset;
        return TryCurrency(run, out var code) && run.Write(this, _amountOut, amount) && run.Write(this, _currencyOut, code) ? Outcome.Written : Outcome.Failed;
    }

    private bool TryCurrency(PlanRun run, out Value code)
    {
        code = default;
        if (_currency is { } place && place.Read(run) is { Kind: > ValueKind.Null } given)
        {
            if (!run.TryPlain(given, out var plain))
            {
                run.WrongKind(this, _lens.Currency.Path, given, "a currency code is expected");
                return false;
            }

            var text = plain.Kind == ValueKind.String ? run.Trim(plain) : plain;
            if (_codes is not null)
            {
                if (_codes.TryFind(run, plain, out code) || _codes.TryFind(run, text, out code))
                    return true;
                if (text.Length > 0)
                {
                    MoneyWords.NotInTable(run, this, _lens.Currency.Path, given);
                    return false;
                }
            }
            else if (text.Length > 0)
            {
                if (TryCode(run, text, out code))
                    return true;
                run.NotConvertible(this, _lens.Currency.Path, given, "an ISO 4217 currency code of three letters");
                return false;
            }
        }

        if (_agreed.IsGiven)
            return _agreed.TryGet(run, this, out code);
        run.Report(
            this, MappingCodes.CurrencyMissing, MappingSeverity.Error, MappingIssueKind.MissingValue, _lens.Currency.Path, TargetPath, default,
            "The amount has no currency.", "Give the record a currency, or the mapping a parameter for records that have none.");
        return false;
    }

    private static bool TryCode(PlanRun run, in Value text, out Value code)
    {
        code = default;
        var target = run.Reserve(3);
        var letters = run.Text(text);
        if (letters.Length != 3 || letters.ContainsAnyExceptInRange((byte)'A', (byte)'z') || letters.ContainsAnyInRange((byte)('Z' + 1), (byte)('a' - 1)))
            return false;
        Ascii.ToUpper(letters, target, out _);
        code = new Value(ValueKind.String, ValueTraits.None, run.Advance(3), 3);
        return true;
    }
}

/// <summary>An amount of money becomes the vendor's amount, and its currency goes where the record has it.</summary>
internal sealed class MoneyBackStep : ValueStep
{
    private readonly MoneyLens _lens;
    private readonly ReadNode _amount;
    private readonly ReadNode _currency;
    private readonly CodeMap? _codes;
    private readonly AgreedCurrency _agreed;
    private readonly WriteNode? _currencyOut;

    private MoneyBackStep(MoneyLens lens, PlanScope scope, WriteNode? currencyOut)
        : base(lens, scope)
    {
        _lens = lens;
        var input = scope.Read(lens.Part.Target);
        (_amount, _currency) = (input.Member("amount"), input.Member("currency"));
        _codes = lens.Currency.Table is null ? null : new CodeMap(lens.Currency.Table.Of(MappingDirection.ToVendor), scope.Constants);
        _agreed = new AgreedCurrency(lens.Currency, scope.Constants);
        _currencyOut = currencyOut;
    }

    public static MoneyBackStep Make(MoneyLens lens, PlanScope scope)
    {
        // The currency stands before the amount.
        var place = lens.Currency is { Path: { } path, WriteBack: true } ? (path.FromRoot ? scope.Root : scope).Write(path) : null;
        return new MoneyBackStep(lens, scope, place);
    }

    protected override Outcome Execute(PlanRun run, in Value value)
    {
        var (amount, code) = (run.Read(_amount), run.Read(_currency));
        if (value.Kind != ValueKind.Object || amount.Kind == ValueKind.Missing || code.Kind != ValueKind.String || !run.TryPlain(code, out var plainCode))
        {
            run.WrongKind(this, value, "an object with amount and currency is expected");
            return Outcome.Failed;
        }

        if (!run.TryPlain(amount, out var plain))
        {
            run.WrongKind(this, amount, Words.Scalar);
            return Outcome.Failed;
        }

        if (_lens.Amounts.ToVendor(run, plain, out var vendor) is { } expected)
        {
            run.NotConvertible(this, amount, expected);
            return Outcome.Failed;
        }

        return TryCurrency(run, plainCode) ? Write(run, vendor) : Outcome.Failed;
    }

    private bool TryCurrency(PlanRun run, in Value code)
    {
        if (_lens.Currency.Path is null)
        {
            // Without a member of its own the record's amounts are all in one currency, which was agreed.
            return _agreed.TryGet(run, this, out var agreed) && (run.Text(agreed).SequenceEqual(run.Text(code)) || Conflict(run, code));
        }

        if (_currencyOut is null)
            return true;
        var written = code;
        if (_codes is not null && !_codes.TryFind(run, code, out written))
        {
            MoneyWords.NotInTable(run, this, _lens.Currency.Path, code);
            return false;
        }

        return (_lens.Currency.Path.FromRoot ? run.TryWriteRoot(_currencyOut, written) : run.TryWrite(_currencyOut, written)) || Conflict(run, code);
    }

    private bool Conflict(PlanRun run, in Value code)
    {
        run.Report(
            this, MappingCodes.CurrencyConflict, MappingSeverity.Error, MappingIssueKind.Value, _lens.Currency.Path ?? SourcePath, TargetPath, code,
            "The amount is in another currency than the vendor's record.", "Send amounts of one record in one currency, the one that the record has there.");
        return false;
    }
}

internal static class MoneyWords
{
    public static void NotInTable(PlanRun run, Step step, MemberPath? path, in Value code) =>
        run.Report(
            step, MappingCodes.UnknownCode, MappingSeverity.Error, MappingIssueKind.UnknownCode, path, step.TargetPath, code,
            "The currency is not in the table.", $"Add the currency to the table of lens '{step.Id}'.");
}
