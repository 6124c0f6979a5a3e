namespace Canonical.Model;

public sealed partial record ExceptionRecord
{
    static partial void CheckLaws(ExceptionRecord value, LawFindings findings) => ExceptionRecordLaws.Check(value, findings);
}

internal static class ExceptionRecordLaws
{
    internal static void Check(ExceptionRecord value, LawFindings findings)
    {
        findings.NotBefore("LAW0931", "/lastAt", value.FirstAt, value.LastAt);
        if (value.State == ExceptionRecordState.Retrying && !value.Retryable)
        {
            findings.Add("LAW0932", "/retryable", "The exception is being retried, and another try cannot help.", "Stop retrying and mend the cause, or say that the exception is retryable.");
        }
        if (value.NextRetryAt is { } next && next <= value.LastAt)
        {
            findings.Add("LAW0933", "/nextRetryAt", $"The next try at {LawChecks.Text(next)} is not after the last one at {LawChecks.Text(value.LastAt)}.", "Give the time of the try that is still to come, or leave it out.");
        }
        findings.NotBefore("LAW0934", "/resolution/at", value.FirstAt, value.Resolution?.At);
        if (value.Attempt == 1 && value.LastAt != value.FirstAt)
        {
            findings.Add("LAW0935", "/attempt", $"One attempt is counted, and it went wrong at {LawChecks.Text(value.FirstAt)} and at {LawChecks.Text(value.LastAt)}.", "Count the attempts, or give the one time twice.");
        }
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }
}
