namespace Canonical.Model;

public sealed partial record Invoice
{
    static partial void CheckLaws(Invoice value, LawFindings findings) => InvoiceLaws.Check(value, findings);
}

internal static class InvoiceLaws
{
    private const string MendFigures = "Mend the figure in the system that made the invoice: a posted invoice is not changed but credited.";

    internal static void Check(Invoice value, LawFindings findings)
    {
        findings.NotSelf("LAW0913", "/replaces", value.Id, value.Replaces?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
        findings.NotBefore("LAW0107", "/dueDate", value.IssueDate, value.DueDate);
        findings.NotBefore("LAW0911", "/serviceTo", value.ServiceFrom, value.ServiceTo);
        CheckCurrencies(value, findings);
        findings.Distinct("LAW0106", "/lines", value.Lines, l => l.LineId, "lineId", "lineId");
        for (var i = 0; i < value.Lines.Count && !findings.IsFull; i++) CheckLine(value.Lines[i], value.Currency, LawChecks.Item("/lines", i), findings);
        CheckTotals(value, findings);
        CheckTaxes(value, findings);
        CheckBalance(value, findings);
        findings.Converted("LAW0111", "/functionalTotal", value.Total, value.ExchangeRate, value.FunctionalTotal);
        findings.AtMost("LAW0112", "/retainage", value.Retainage, value.Total, "What the customer keeps back", MendFigures);
    }

    private static void CheckCurrencies(Invoice value, LawFindings findings)
    {
        var currency = value.Currency;
        findings.InCurrency("LAW0104", "/subtotal", currency, value.Subtotal);
        findings.InCurrency("LAW0104", "/discount", currency, value.Discount);
        findings.InCurrency("LAW0104", "/tax", currency, value.Tax);
        findings.InCurrency("LAW0104", "/taxes", currency, value.Taxes);
        findings.InCurrency("LAW0104", "/total", currency, value.Total);
        findings.InCurrency("LAW0104", "/balance", currency, value.Balance);
        findings.InCurrency("LAW0104", "/retainage", currency, value.Retainage);
        for (var i = 0; i < value.Lines.Count && !findings.IsFull; i++)
        {
            var (line, path) = (value.Lines[i], LawChecks.Item("/lines", i));
            findings.InCurrency("LAW0104", path + "/unitPrice", currency, line.UnitPrice);
            findings.InCurrency("LAW0104", path + "/discount", currency, line.Discount);
            findings.InCurrency("LAW0104", path + "/amount", currency, line.Amount);
            findings.InCurrency("LAW0104", path + "/taxes", currency, line.Taxes);
        }
    }

    private static void CheckLine(InvoiceLine line, CurrencyCode currency, string path, LawFindings findings)
    {
        findings.NotBefore("LAW0911", path + "/serviceTo", line.ServiceFrom, line.ServiceTo);
        if (line is not { UnitPrice: { } price, Quantity: { } quantity } || !LawChecks.AllIn(currency, line.Amount, price, line.Discount)) return;
        var expected = LawChecks.Minus(LawChecks.Times(quantity.Value, price.Amount), line.Discount?.Amount ?? 0);
        findings.Agrees("LAW0103", path + "/amount", line.Amount.Amount, expected, currency, "The amount of the line", MendFigures);
    }

    private static void CheckTotals(Invoice value, LawFindings findings)
    {
        var currency = value.Currency;
        if (LawChecks.AllIn(currency, value.Subtotal) && LawChecks.Sum(value.Lines, currency, l => l.Amount) is { } lines)
        {
            findings.Agrees("LAW0101", "/lines", value.Subtotal.Amount, lines, currency, "The subtotal", MendFigures);
        }
        if (LawChecks.AllIn(currency, value.Subtotal, value.Discount, value.Tax, value.Total))
        {
            var expected = LawChecks.Plus(LawChecks.Minus(value.Subtotal.Amount, value.Discount?.Amount ?? 0), value.Tax?.Amount ?? 0);
            findings.Agrees("LAW0102", "/total", value.Total.Amount, expected, currency, "The total", MendFigures);
        }
    }

    private static void CheckTaxes(Invoice value, LawFindings findings)
    {
        var currency = value.Currency;
        if (value.Tax is not { } tax || tax.Currency != currency) return;
        if (value.Taxes is not null && LawChecks.Sum(value.Taxes, currency, t => t.Amount) is { } byCode)
        {
            findings.Agrees("LAW0108", "/taxes", tax.Amount, byCode, currency, "The tax", MendFigures);
        }
        decimal sum = 0;
        for (var i = 0; i < value.Lines.Count; i++)
        {
            if (value.Lines[i].Taxes is not { } taxes || LawChecks.Sum(taxes, currency, t => t.Amount) is not { } ofLine) return;
            sum = LawChecks.Plus(sum, ofLine);
        }
        // Each line may have been rounded once.
        findings.Agrees("LAW0109", "/lines", tax.Amount, sum, currency, "The tax", MendFigures, LawChecks.HalfMinorUnit(currency) * value.Lines.Count);
    }

    private static void CheckBalance(Invoice value, LawFindings findings)
    {
        if (value.Balance is not { } balance || balance.Currency != value.Total.Currency) return;
        findings.AtMost("LAW0105", "/balance", balance, value.Total, "The balance", "Mend the balance: what was paid too much is a payment on account, not a balance.");
        if (value.State is InvoiceState.Paid or InvoiceState.Void && balance.Amount != 0)
        {
            findings.Add("LAW0110", "/balance", $"The invoice is {value.State.ToCode()}, and {LawChecks.Text(balance)} are owed.", "Mend the state or the balance.");
        }
        if (value.State == InvoiceState.PartlyPaid && (balance.Amount <= 0 || balance.Amount >= value.Total.Amount))
        {
            findings.Add("LAW0110", "/balance", $"The invoice is partly paid, and {LawChecks.Text(balance)} of {LawChecks.Text(value.Total)} are owed.", "Mend the state or the balance.");
        }
    }
}
