namespace Canonical.Model;

public sealed partial record FinancialDimension
{
    static partial void CheckLaws(FinancialDimension value, LawFindings findings) => FinancialDimensionLaws.Check(value, findings);
}

internal static class FinancialDimensionLaws
{
    internal static void Check(FinancialDimension value, LawFindings findings)
    {
        for (var i = 0; i < (value.RequiredOn?.Count ?? 0) && value.AppliesTo is { } allowed && !findings.IsFull; i++)
        {
            if (!allowed.Contains(value.RequiredOn![i])) findings.Add("LAW0944", LawChecks.Item("/requiredOn", i), "What must carry the dimension cannot.", "Add the kind to appliesTo, or take it from requiredOn.");
        }
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }
}
