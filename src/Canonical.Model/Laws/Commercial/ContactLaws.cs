namespace Canonical.Model;

public sealed partial record Contact
{
    static partial void CheckLaws(Contact value, LawFindings findings) => ContactLaws.Check(value, findings);
}

internal static class ContactLaws
{
    internal static void Check(Contact value, LawFindings findings)
    {
        findings.NotSelf("LAW0913", "/reportsTo", value.Id, value.ReportsTo?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }
}
