namespace Canonical.Contracts;

// A change before it is weighed: severity follows from the verdicts and the versions.
internal sealed record FindingDraft(string Rule, string Path, string Message, CompatibilityDirection Affects = CompatibilityDirection.None, VersionStep Step = VersionStep.None, FindingSeverity Severity = FindingSeverity.Note);
