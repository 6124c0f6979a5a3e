namespace Canonical.Model;

public sealed partial record RevenueEvent
{
    static partial void CheckLaws(RevenueEvent value, LawFindings findings) => RevenueEventLaws.Check(value, findings);
}

internal static class RevenueEventLaws
{
    internal static void Check(RevenueEvent value, LawFindings findings)
    {
        findings.NotSelf("LAW0913", "/reverses", value.Id, value.Reverses?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
        if ((value.Kind is RevenueEventKind.Recognize or RevenueEventKind.Release && value.Amount.Amount < 0) || (value.Kind == RevenueEventKind.Defer && value.Amount.Amount > 0))
        {
            findings.Add("LAW0811", "/amount", $"The event is of kind {value.Kind.ToCode()}, and its amount is {LawChecks.Text(value.Amount)}.", "Give what is recognised or released as a positive amount, what is deferred as a negative one; take an event back with one of kind reverse.");
        }
        if (value is { Kind: RevenueEventKind.Recognize, ProgressBefore: { } before, ProgressAfter: { } after } && after < before)
        {
            findings.Add("LAW0812", "/progressAfter", $"Progress falls from {CanonicalDecimal.Format(before)} to {CanonicalDecimal.Format(after)}.", "Book a smaller progress as an event of kind catchUp.");
        }
        findings.Converted("LAW0813", "/functionalAmount", value.Amount, value.ExchangeRate, value.FunctionalAmount);
        if (value.DebitAccountCode is not null && value.DebitAccountCode == value.CreditAccountCode)
        {
            findings.Add("LAW0814", "/creditAccountCode", "The account that is debited is credited too.", "Mend one of the two accounts.");
        }
        if (value.Reverses is not null && value.Kind != RevenueEventKind.Reverse)
        {
            findings.Add("LAW0815", "/reverses", $"The event takes another one out, and its kind is {value.Kind.ToCode()}.", "Give the kind reverse, or leave the reference out.");
        }
    }
}
