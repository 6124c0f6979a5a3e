namespace Canonical.Mapping;

internal sealed record CurrencyPart(MemberPath? Path, CodeTable? Table, string? Parameter, string? Value, bool WriteBack);

/// <summary>An amount and its currency become <c>{amount, currency}</c>.</summary>
internal sealed class MoneyLens(LensHead head, ValuePart part, CurrencyPart currency, DecimalConverter amounts) : ValueLens(head, part)
{
    public CurrencyPart Currency { get; } = currency;

    public DecimalConverter Amounts { get; } = amounts;

    public override string? ConverterName => "decimal";

    public override IEnumerable<MemberPath> SourcePaths => Currency.Path is null ? [Part.Source] : [Part.Source, Currency.Path];

    // The currency's member may be shared: amounts that agree write the same text.
    public override IEnumerable<MemberPath> SourceWrites => [Part.Source];

    public override IEnumerable<MemberPath> LookUps => Currency.Path is null ? [] : [Currency.Path];
}

internal enum QuantityForm
{
    Number,
    String,
    HoursMinutes,
}

/// <summary>A count becomes <c>{value, unit}</c>. Hours and minutes convert into each other; minutes stay exact.</summary>
internal sealed class QuantityLens(LensHead head, ValuePart part, string unit, string? vendorUnit, QuantityForm form) : ValueLens(head, part)
{
    /// <summary>The unit of the canonical quantity.</summary>
    public string Unit { get; } = unit;

    /// <summary>The unit that the vendor counts in. Text h:mm is whole minutes, whatever the canonical unit.</summary>
    public string VendorUnit { get; } = form == QuantityForm.HoursMinutes ? "min" : vendorUnit ?? unit;

    public QuantityForm Form { get; } = form;

    public override string? ConverterName => Form == QuantityForm.HoursMinutes ? "h:mm" : "decimal";
}
