namespace Canonical.Model;

public sealed partial record Credit
{
    static partial void CheckLaws(Credit value, LawFindings findings) => CreditLaws.Check(value, findings);
}

internal static class CreditLaws
{
    private const string MendFigures = "Mend the figure in the system that made the credit.";

    internal static void Check(Credit value, LawFindings findings)
    {
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
        CheckCurrencies(value, findings);
        findings.Distinct("LAW0705", "/applications", value.Applications, a => a.ApplicationId, "applicationId", "applicationId");
        findings.Distinct("LAW0705", "/lines", value.Lines, l => l.LineId, "lineId", "lineId");
        for (var i = 0; i < (value.Applications?.Count ?? 0) && !findings.IsFull; i++)
        {
            findings.NotBefore("LAW0706", LawChecks.Item("/applications", i, "appliedOn"), value.IssueDate, value.Applications![i].AppliedOn);
        }
        CheckLines(value, findings);
        CheckUse(value, findings);
        findings.Converted("LAW0709", "/functionalTotal", value.Total, value.ExchangeRate, value.FunctionalTotal);
    }

    private static void CheckCurrencies(Credit value, LawFindings findings)
    {
        var currency = value.Currency;
        findings.InCurrency("LAW0704", "/subtotal", currency, value.Subtotal);
        findings.InCurrency("LAW0704", "/tax", currency, value.Tax);
        findings.InCurrency("LAW0704", "/taxes", currency, value.Taxes);
        findings.InCurrency("LAW0704", "/total", currency, value.Total);
        findings.InCurrency("LAW0704", "/refunded", currency, value.Refunded);
        findings.InCurrency("LAW0704", "/remaining", currency, value.Remaining);
        for (var i = 0; i < (value.Lines?.Count ?? 0) && !findings.IsFull; i++)
        {
            var (line, path) = (value.Lines![i], LawChecks.Item("/lines", i));
            findings.InCurrency("LAW0704", path + "/unitPrice", currency, line.UnitPrice);
            findings.InCurrency("LAW0704", path + "/amount", currency, line.Amount);
            findings.InCurrency("LAW0704", path + "/taxes", currency, line.Taxes);
        }
        for (var i = 0; i < (value.Applications?.Count ?? 0) && !findings.IsFull; i++)
        {
            findings.InCurrency("LAW0704", LawChecks.Item("/applications", i, "amount"), currency, value.Applications![i].Amount);
        }
    }

    private static void CheckLines(Credit value, LawFindings findings)
    {
        var currency = value.Currency;
        for (var i = 0; i < (value.Lines?.Count ?? 0) && !findings.IsFull; i++)
        {
            var line = value.Lines![i];
            if (line is not { UnitPrice: { } price, Quantity: { } quantity } || !LawChecks.AllIn(currency, line.Amount, price)) continue;
            findings.Agrees("LAW0708", LawChecks.Item("/lines", i, "amount"), line.Amount.Amount, LawChecks.Times(quantity.Value, price.Amount), currency, "The amount of the line", MendFigures);
        }
        if (!LawChecks.AllIn(currency, value.Subtotal, value.Tax, value.Total)) return;
        var tax = value.Tax?.Amount ?? 0;
        if (value.Subtotal is { } subtotal)
        {
            findings.Agrees("LAW0707", "/total", value.Total.Amount, LawChecks.Plus(subtotal.Amount, tax), currency, "The total", MendFigures);
        }
        if (value.Lines is { Count: > 0 } && LawChecks.Sum(value.Lines, currency, l => l.Amount) is { } lines)
        {
            findings.Agrees("LAW0703", "/lines", value.Subtotal?.Amount ?? LawChecks.Minus(value.Total.Amount, tax), lines, currency, "The subtotal", MendFigures);
        }
    }

    // Exact: what is set off and refunded are amounts that were booked, none of them is rounded anew.
    private static void CheckUse(Credit value, LawFindings findings)
    {
        var currency = value.Currency;
        if (!LawChecks.AllIn(currency, value.Total, value.Refunded, value.Remaining)) return;
        if (LawChecks.Sum(value.Applications, currency, a => a.Amount) is { } applied)
        {
            var used = LawChecks.Plus(applied, value.Refunded?.Amount ?? 0);
            if (used > value.Total.Amount)
            {
                findings.Add(
                    "LAW0701",
                    value.Applications is { Count: > 0 } ? "/applications" : "/refunded",
                    $"{LawChecks.Text(used, currency)} are set off or refunded of a credit of {LawChecks.Text(value.Total)}.",
                    "Set off and refund at most the total; what is more belongs to another credit.");
            }
            if (value.Remaining is { } remaining)
            {
                var expected = value.State == CreditState.Void ? 0 : LawChecks.Minus(value.Total.Amount, used);
                findings.Agrees("LAW0702", "/remaining", remaining.Amount, expected, currency, "What remains", MendFigures, tolerance: 0);
            }
        }
        if (value.Remaining is not { } left) return;
        if (value.State == CreditState.Applied && left.Amount != 0)
        {
            findings.Add("LAW0710", "/remaining", $"The credit is applied, and {LawChecks.Text(left)} remain.", "Mend the state or what remains.");
        }
        if (value.State == CreditState.PartlyApplied && (left.Amount <= 0 || left.Amount >= value.Total.Amount))
        {
            findings.Add("LAW0710", "/remaining", $"The credit is partly applied, and {LawChecks.Text(left)} of {LawChecks.Text(value.Total)} remain.", "Mend the state or what remains.");
        }
    }
}
