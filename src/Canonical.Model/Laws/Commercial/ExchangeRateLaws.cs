namespace Canonical.Model;

public sealed partial record ExchangeRate
{
    static partial void CheckLaws(ExchangeRate value, LawFindings findings) => ExchangeRateLaws.Check(value, findings);
}

internal static class ExchangeRateLaws
{
    internal static void Check(ExchangeRate value, LawFindings findings)
    {
        findings.EndsAfterStart("LAW0901", "/effectiveTo", value.EffectiveFrom, value.EffectiveTo);
        if (value.Rate <= 0) findings.Add("LAW0942", "/rate", "The rate is not greater than zero.", "Give how many units of toCurrency one unit of fromCurrency is worth.");
        if (value.FromCurrency == value.ToCurrency) findings.Add("LAW0943", "/toCurrency", "Both currencies are one.", "Leave the rate out: one currency needs none.");
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }
}
