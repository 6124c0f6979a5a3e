namespace Canonical.Model;

public sealed partial record Project
{
    static partial void CheckLaws(Project value, LawFindings findings) => ProjectLaws.Check(value, findings);
}

internal static class ProjectLaws
{
    internal static void Check(Project value, LawFindings findings)
    {
        findings.NotBefore("LAW0911", "/plannedEnd", value.PlannedStart, value.PlannedEnd);
        findings.NotBefore("LAW0911", "/actualEnd", value.ActualStart, value.ActualEnd);
        // Costs are in the currency that they were spent in; what the customer pays is in the project's.
        findings.InCurrency("LAW0912", "/contractValue", value.Currency, value.ContractValue);
        findings.InCurrency("LAW0912", "/notToExceed", value.Currency, value.NotToExceed);
        findings.InCurrency("LAW0912", "/budget/fee", value.Currency, value.Budget?.Fee);
        findings.InCurrency("LAW0912", "/actuals/billed", value.Currency, value.Actuals?.Billed);
        findings.NotSelf("LAW0913", "/parent", value.Id, value.Parent?.Id);
        findings.NotSelf("LAW0913", "/template", value.Id, value.Template?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }
}
