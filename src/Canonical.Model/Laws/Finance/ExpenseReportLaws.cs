namespace Canonical.Model;

public sealed partial record ExpenseReport
{
    static partial void CheckLaws(ExpenseReport value, LawFindings findings) => ExpenseReportLaws.Check(value, findings);
}

internal static class ExpenseReportLaws
{
    internal static void Check(ExpenseReport value, LawFindings findings)
    {
        var currency = value.ReimbursementCurrency;
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
        findings.NotBefore("LAW0911", "/periodEnd", value.PeriodStart, value.PeriodEnd);
        for (var i = 0; i < value.Lines.Count && !findings.IsFull; i++) CheckLine(value, value.Lines[i], LawChecks.Item("/lines", i), findings);
        findings.InCurrency("LAW0603", "/total", currency, value.Total);
        findings.InCurrency("LAW0603", "/totalReimbursable", currency, value.TotalReimbursable);
        findings.InCurrency("LAW0603", "/advance", currency, value.Advance);
        findings.Distinct("LAW0609", "/lines", value.Lines, l => l.LineId, "lineId", "lineId");
        // A line without an amount in the currency of the report is left out of the comparison by its own currency.
        if (value.Total is { } total && total.Currency == currency && LawChecks.Sum(value.Lines, currency, l => InReport(l, currency) ?? l.Amount) is { } sum)
        {
            findings.Agrees("LAW0601", "/total", total.Amount, sum, currency, "The total", "Mend the total, or the lines that make it.");
        }
        if (value.TotalReimbursable is { } reimbursable && reimbursable.Currency == currency && LawChecks.Sum(value.Lines, currency, l => l.Reimbursable) is { } back)
        {
            findings.Agrees("LAW0602", "/totalReimbursable", reimbursable.Amount, back, currency, "The reimbursable total", "Mend the reimbursable total, or what the lines pay back.");
        }
    }

    // What a line is worth in the currency of the report; null when nothing says it.
    private static Money? InReport(ExpenseReportLine line, CurrencyCode currency) => line.ConvertedAmount ?? (line.Amount.Currency == currency ? line.Amount : null);

    private static void CheckLine(ExpenseReport report, ExpenseReportLine line, string path, LawFindings findings)
    {
        var currency = report.ReimbursementCurrency;
        if (InReport(line, currency) is null)
        {
            findings.Add("LAW0603", path, $"The receipt is in {line.Amount.Currency}, the report in {currency}, and the line has no converted amount.", "Give the converted amount and the rate that it was converted with.");
        }
        findings.InCurrency("LAW0603", path + "/convertedAmount", currency, line.ConvertedAmount);
        findings.InCurrency("LAW0603", path + "/reimbursable", currency, line.Reimbursable);
        CheckAmount(line, currency, path, findings);
        if (report.SubmittedOn is { } submitted && line.SpentOn > submitted)
        {
            findings.Add("LAW0610", path + "/spentOn", $"{LawChecks.Text(line.SpentOn)} is after {LawChecks.Text(submitted)}, when the report was handed in.", "Mend the day, or move the line to a later report.");
        }
        CheckReimbursable(line, currency, path, findings);
    }

    private static void CheckAmount(ExpenseReportLine line, CurrencyCode currency, string path, LawFindings findings)
    {
        var amount = line.Amount;
        if (line.ConvertedAmount is { } converted && line.ExchangeRate is { } rate && converted.Currency == currency)
        {
            findings.Converted("LAW0604", path + "/convertedAmount", amount, rate, converted, 0.5m);
        }
        if (line.UnitRate is { } unitRate && line.Quantity is { } quantity)
        {
            if (unitRate.Currency != amount.Currency)
            {
                findings.Add("LAW0605", path + "/amount", $"The amount is in {amount.Currency}, its unit rate in {unitRate.Currency}.", "Give both in the currency of the receipt.");
            }
            else
            {
                findings.Agrees("LAW0605", path + "/amount", amount.Amount, LawChecks.Times(quantity.Value, unitRate.Amount), amount.Currency, "The amount", "Mend the amount, the quantity or the unit rate.");
            }
        }
        if (line.Taxes is not { Count: > 0 } taxes) return;
        var tax = LawChecks.Sum(taxes, amount.Currency, t => t.Amount);
        if (tax is null)
        {
            findings.Add("LAW0608", path + "/taxes", $"A tax is not in {amount.Currency}, the currency of the amount that it is part of.", "Give the taxes in the currency of the receipt.");
        }
        else if (Math.Abs(tax.Value) > Math.Abs(amount.Amount) || Opposite(tax.Value, amount.Amount))
        {
            findings.Add("LAW0608", path + "/taxes", $"The taxes are {LawChecks.Text(tax.Value, amount.Currency)} of {LawChecks.Text(amount)}.", "The amount holds its taxes: mend the taxes, or give the amount with them.");
        }
    }

    private static void CheckReimbursable(ExpenseReportLine line, CurrencyCode currency, string path, LawFindings findings)
    {
        var back = line.Reimbursable;
        if (line.PaidBy != ExpenseReportLinePaidBy.Resource)
        {
            if (back.Amount != 0) findings.Add("LAW0606", path + "/reimbursable", $"{LawChecks.Text(back)} are paid back for what the resource did not pay.", "Pay back nothing, or say that the resource paid.");
        }
        else if (InReport(line, currency) is { } worth && LawChecks.AllIn(currency, worth, back) && (Math.Abs(back.Amount) > Math.Abs(worth.Amount) || Opposite(back.Amount, worth.Amount)))
        {
            findings.Add("LAW0607", path + "/reimbursable", $"{LawChecks.Text(back)} are paid back of {LawChecks.Text(worth)}.", "Pay back at most what was spent, with its sign.");
        }
    }

    private static bool Opposite(decimal left, decimal right) => Math.Sign(left) * Math.Sign(right) < 0;
}
