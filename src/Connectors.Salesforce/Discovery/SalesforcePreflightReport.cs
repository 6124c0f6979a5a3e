using Canonical.Mapping;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>What a preflight found. Immutable and thread-safe.</summary>
/// <param name="ObjectName">The object.</param>
/// <param name="Findings">Everything that was found; each names its field.</param>
public sealed record SalesforcePreflightReport(string ObjectName, IReadOnlyList<MappingFinding> Findings)
{
    /// <summary>True when nothing stands against beginning.</summary>
    public bool IsReady => !Findings.Any(static f => f.Severity == MappingFindingSeverity.Error);

    /// <summary>The object, whether it is ready, and one line for each error and then each warning.</summary>
    public override string ToString() => string.Join(
        Environment.NewLine,
        Findings.Where(static f => f.Severity != MappingFindingSeverity.Note).OrderByDescending(static f => f.Severity == MappingFindingSeverity.Error).Select(static f => "  " + f).Prepend($"{ObjectName}: {(IsReady ? "ready" : "not ready")}"));

    /// <summary>Stops a run that could not work.</summary>
    /// <exception cref="ConnectorException">There is an error (<see cref="SalesforceErrorCodes.PreflightFailed"/>); the message names each field.</exception>
    public void RequireReady()
    {
        if (IsReady)
            return;
        MappingFinding[] errors = [.. Findings.Where(static f => f.Severity == MappingFindingSeverity.Error)];
        string hint = errors.Any(static f => f.Code == MappingCodes.SourceUnknown) ? " A field that is hidden from the integration user by field-level security looks as if it did not exist." : "";
        throw new ConnectorException(SalesforceErrorCodes.PreflightFailed, IssueKind.Configuration, $"The mapping does not fit {ObjectName} in this org. {string.Join(' ', errors.Select(static f => f.Message))}{hint}");
    }
}
