namespace Canonical.Model;

public sealed partial record FinancialDimensionValue
{
    static partial void CheckLaws(FinancialDimensionValue value, LawFindings findings) => FinancialDimensionValueLaws.Check(value, findings);
}

internal static class FinancialDimensionValueLaws
{
    internal static void Check(FinancialDimensionValue value, LawFindings findings)
    {
        findings.EndsAfterStart("LAW0901", "/effectiveTo", value.EffectiveFrom, value.EffectiveTo);
        findings.NotSelf("LAW0913", "/parent", value.Id, value.Parent?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }
}
