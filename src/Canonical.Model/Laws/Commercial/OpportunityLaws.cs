namespace Canonical.Model;

public sealed partial record Opportunity
{
    static partial void CheckLaws(Opportunity value, LawFindings findings) => OpportunityLaws.Check(value, findings);
}

internal static class OpportunityLaws
{
    internal static void Check(Opportunity value, LawFindings findings)
    {
        findings.NotBefore("LAW0911", "/serviceEnd", value.ServiceStart, value.ServiceEnd);
        findings.Distinct("LAW0941", "/lines", value.Lines, l => l.LineId, "lineId", "lineId");
        for (var i = 0; i < (value.Lines?.Count ?? 0) && !findings.IsFull; i++) findings.NotBefore("LAW0911", LawChecks.Item("/lines", i, "serviceEnd"), value.Lines![i].ServiceStart, value.Lines[i].ServiceEnd);
        if (value.Currency is { } currency) CheckCurrencies(value, currency, findings);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }

    private static void CheckCurrencies(Opportunity value, CurrencyCode currency, LawFindings findings)
    {
        const string code = "LAW0912";
        findings.InCurrency(code, "/amount", currency, value.Amount);
        findings.InCurrency(code, "/expectedRevenue", currency, value.ExpectedRevenue);
        findings.InCurrency(code, "/estimatedCost", currency, value.EstimatedCost);
        for (var i = 0; i < (value.Lines?.Count ?? 0) && !findings.IsFull; i++)
        {
            findings.InCurrency(code, LawChecks.Item("/lines", i, "rate"), currency, value.Lines![i].Rate);
            findings.InCurrency(code, LawChecks.Item("/lines", i, "amount"), currency, value.Lines[i].Amount);
        }
    }
}
