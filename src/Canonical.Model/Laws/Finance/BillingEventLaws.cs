namespace Canonical.Model;

public sealed partial record BillingEvent
{
    static partial void CheckLaws(BillingEvent value, LawFindings findings) => BillingEventLaws.Check(value, findings);
}

internal static class BillingEventLaws
{
    internal static void Check(BillingEvent value, LawFindings findings)
    {
        findings.NotSelf("LAW0913", "/reverses", value.Id, value.Reverses?.Id);
        findings.NotSelf("LAW0913", "/source", value.Id, value.Source.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
        findings.NotBefore("LAW0911", "/serviceTo", value.ServiceFrom, value.ServiceTo);

        var amount = value.Amount;
        findings.InCurrency("LAW0152", "/unitPrice", amount.Currency, value.UnitPrice);
        if (value is { UnitPrice: { } price, Quantity: { } quantity } && price.Currency == amount.Currency)
        {
            findings.Agrees("LAW0151", "/amount", amount.Amount, LawChecks.Times(quantity.Value, price.Amount), amount.Currency, "The amount", "Mend the amount, the quantity or the price in the system that priced the event.");
        }
        if (amount.Amount <= 0) return;
        if (value.Reverses is null && value.Kind == BillingEventKind.WriteOff)
        {
            findings.Add("LAW0153", "/amount", $"The write-off adds {LawChecks.Text(amount)} to what is billed.", "Give a write-off a negative amount; only one that takes back another write-off is positive.");
        }
        if (value.Reverses is not null && value.Kind is not (BillingEventKind.WriteOff or BillingEventKind.Adjustment))
        {
            findings.Add("LAW0154", "/amount", $"The reversal adds {LawChecks.Text(amount)} to what is billed.", "Give the reversal the negative amount of what it reverses.");
        }
    }
}
