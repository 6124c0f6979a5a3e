namespace Canonical.Model;

public sealed partial record OrgUnit
{
    static partial void CheckLaws(OrgUnit value, LawFindings findings) => OrgUnitLaws.Check(value, findings);
}

internal static class OrgUnitLaws
{
    internal static void Check(OrgUnit value, LawFindings findings)
    {
        findings.EndsAfterStart("LAW0901", "/effectiveTo", value.EffectiveFrom, value.EffectiveTo);
        findings.NotSelf("LAW0913", "/parent", value.Id, value.Parent?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }
}
