namespace Canonical.Model;

public sealed partial record ProjectTask
{
    static partial void CheckLaws(ProjectTask value, LawFindings findings) => ProjectTaskLaws.Check(value, findings);
}

internal static class ProjectTaskLaws
{
    internal static void Check(ProjectTask value, LawFindings findings)
    {
        findings.NotBefore("LAW0911", "/plannedEnd", value.PlannedStart, value.PlannedEnd);
        findings.NotBefore("LAW0911", "/actualEnd", value.ActualStart, value.ActualEnd);
        findings.NotSelf("LAW0913", "/parent", value.Id, value.Parent?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
        for (var i = 0; i < (value.Dependencies?.Count ?? 0) && !findings.IsFull; i++)
        {
            findings.NotSelf("LAW0913", LawChecks.Item("/dependencies", i, "task"), value.Id, value.Dependencies![i].Task.Id);
        }
        findings.Distinct("LAW0914", "/dependencies", value.Dependencies, d => (d.Task.Id, d.Type), member: null, "task and type");
    }
}
