namespace Canonical.Model;

public sealed partial record Customer
{
    static partial void CheckLaws(Customer value, LawFindings findings) => CustomerLaws.Check(value, findings);
}

internal static class CustomerLaws
{
    internal static void Check(Customer value, LawFindings findings)
    {
        findings.NotSelf("LAW0913", "/parent", value.Id, value.Parent?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }
}
