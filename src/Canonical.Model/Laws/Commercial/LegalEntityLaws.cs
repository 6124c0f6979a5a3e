namespace Canonical.Model;

public sealed partial record LegalEntity
{
    static partial void CheckLaws(LegalEntity value, LawFindings findings) => LegalEntityLaws.Check(value, findings);
}

internal static class LegalEntityLaws
{
    internal static void Check(LegalEntity value, LawFindings findings)
    {
        findings.NotSelf("LAW0913", "/parent", value.Id, value.Parent?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }
}
