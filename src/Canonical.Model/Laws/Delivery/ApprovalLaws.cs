namespace Canonical.Model;

public sealed partial record Approval
{
    static partial void CheckLaws(Approval value, LawFindings findings) => ApprovalLaws.Check(value, findings);
}

internal static class ApprovalLaws
{
    internal static void Check(Approval value, LawFindings findings)
    {
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
        NotTheApprover("/delegateOf", value.DelegateOf?.Id);
        NotTheApprover("/escalatedTo", value.EscalatedTo?.Id);
        findings.NotBefore("LAW0918", "/decidedAt", value.RequestedAt, value.DecidedAt);
        findings.NotBefore("LAW0918", "/dueAt", value.RequestedAt, value.DueAt);

        void NotTheApprover(string path, CanonicalId? other)
        {
            if (other == value.Approver.Id) findings.Add("LAW0913", path, "The reference leads to the approver.", "Name another person, or leave the member out.");
        }
    }
}
