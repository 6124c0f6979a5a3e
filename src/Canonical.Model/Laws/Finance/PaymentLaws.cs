namespace Canonical.Model;

public sealed partial record Payment
{
    static partial void CheckLaws(Payment value, LawFindings findings) => PaymentLaws.Check(value, findings);
}

internal static class PaymentLaws
{
    internal static void Check(Payment value, LawFindings findings)
    {
        var currency = value.Currency;
        findings.NotSelf("LAW0913", "/reverses", value.Id, value.Reverses?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
        findings.InCurrency("LAW0713", "/amount", currency, value.Amount);
        findings.InCurrency("LAW0713", "/bankFee", currency, value.BankFee);
        findings.InCurrency("LAW0713", "/unapplied", currency, value.Unapplied);
        for (var i = 0; i < (value.Allocations?.Count ?? 0) && !findings.IsFull; i++) CheckAllocation(value, value.Allocations![i], LawChecks.Item("/allocations", i), findings);
        findings.Distinct("LAW0714", "/allocations", value.Allocations, a => a.AllocationId, "allocationId", "allocationId");
        CheckUse(value, findings);
        findings.Converted("LAW0716", "/functionalAmount", value.Amount, value.ExchangeRate, value.FunctionalAmount);
    }

    private static void CheckAllocation(Payment value, PaymentAllocation allocation, string path, LawFindings findings)
    {
        var currency = value.Currency;
        findings.InCurrency("LAW0713", path + "/amount", currency, allocation.Amount);
        findings.InCurrency("LAW0713", path + "/discountTaken", currency, allocation.DiscountTaken);
        findings.InCurrency("LAW0713", path + "/writeOff", currency, allocation.WriteOff);
        findings.InCurrency("LAW0713", path + "/withheldTax", currency, allocation.WithheldTax);
        findings.NotBefore("LAW0715", path + "/appliedOn", value.ReceivedOn, allocation.AppliedOn);
        if (allocation is { Kind: PaymentAllocationKind.OnAccount, Target: not null })
        {
            findings.Add("LAW0717", path + "/target", "The money is left on the customer's account and names a document.", "Leave the target out, or allocate to the document.");
        }
    }

    // Exact: allocations are amounts that were booked, none of them is rounded anew.
    private static void CheckUse(Payment value, LawFindings findings)
    {
        var currency = value.Currency;
        if (!LawChecks.AllIn(currency, value.Amount, value.Unapplied) || LawChecks.Sum(value.Allocations, currency, a => a.Amount) is not { } allocated) return;
        if (allocated > value.Amount.Amount)
        {
            findings.Add("LAW0711", "/allocations", $"{LawChecks.Text(allocated, currency)} are allocated of {LawChecks.Text(value.Amount)}.", "Allocate at most what came.");
        }
        if (value.Unapplied is { } unapplied)
        {
            var expected = value.State is PaymentState.Bounced or PaymentState.Void ? 0 : LawChecks.Minus(value.Amount.Amount, allocated);
            findings.Agrees("LAW0712", "/unapplied", unapplied.Amount, expected, currency, "What is unapplied", "Mend what is unapplied, or the allocations.", tolerance: 0);
        }
    }
}
