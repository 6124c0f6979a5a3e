using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>What answers to writes mean, the same for every way of writing.</summary>
internal static class SalesforceOutcomes
{
    public static WriteOutcome Unknown(string message) => new()
    {
        Kind = WriteOutcomeKind.Unknown,
        Issues = [new RecordIssue { Code = SalesforceErrorCodes.UnknownOutcome, Kind = IssueKind.UnknownOutcome, Message = message, Remedy = "Read the record back by its external id before sending it again." }],
    };

    /// <summary>It had no effect, and the same may succeed later.</summary>
    public static WriteOutcome Retryable(ConnectorException failure) =>
        new() { Kind = WriteOutcomeKind.Retryable, Issues = [failure.ToIssue()], RetryAfter = failure.RetryAfter, VendorRequestId = failure.VendorRequestId };

    /// <summary>The outcome of records for which nothing was sent, because what comes before the sending failed; null when the exception has to be thrown: it is about the org, and nothing else was sent so far.</summary>
    public static WriteOutcome? OfUnsent(Exception failure, bool hasSent) => failure switch
    {
        ConnectorException e when hasSent || e.IsTransient => Retryable(e),
        HttpRequestException or IOException => new WriteOutcome
        {
            Kind = WriteOutcomeKind.Retryable,
            Issues = [new RecordIssue { Code = ConnectorErrorCodes.Unavailable, Kind = IssueKind.Transient, Message = "The connection broke while the record was read; nothing was written." }],
        },
        _ => null,
    };

    /// <summary>The outcome of a record whose key several records have.</summary>
    public static WriteOutcome NotUnique(string objectName, string externalIdField) => WriteOutcome.Rejected(new RecordIssue
    {
        Code = SalesforceErrorCodes.ExternalIdNotUnique,
        Kind = IssueKind.Conflict,
        Message = $"Several {objectName} records have this value in {externalIdField}; nothing was written.",
        VendorPath = externalIdField,
        Remedy = $"Make {externalIdField} unique in Salesforce and merge the records.",
    });

    /// <summary>In a call of one row a wrong set-up hides in the row; for whoever writes one record it is the same as in the call itself.</summary>
    /// <exception cref="ConnectorException">The outcome tells of the configuration.</exception>
    public static WriteOutcome RequireConfigured(WriteOutcome outcome, string objectName) =>
        outcome is { Kind: WriteOutcomeKind.Rejected } && outcome.Issues[0] is { Kind: IssueKind.Configuration } issue
            ? throw new ConnectorException(SalesforceErrorCodes.Misconfigured, IssueKind.Configuration, $"Salesforce refused to write {objectName}: {issue.Message}") { VendorCode = issue.VendorCode, VendorRequestId = outcome.VendorRequestId }
            : outcome;

    /// <summary>The last try was turned away; one before it may have been done. "It had no effect" would be more than is known.</summary>
    public static WriteOutcome Doubt(WriteOutcome outcome, HttpRequestMessage request)
    {
        if (outcome.Kind != WriteOutcomeKind.Retryable || !request.MayHaveTakenEffect())
            return outcome;
        WriteOutcome unknown = Unknown("An earlier try was lost on its way, and the last one was turned away.");
        return unknown with { Issues = [.. unknown.Issues, .. outcome.Issues], RetryAfter = outcome.RetryAfter, VendorRequestId = outcome.VendorRequestId };
    }

    /// <summary>The outcome of a call that had no answer; null when the exception is not about that.</summary>
    public static WriteOutcome? OfFailure(Exception failure, HttpRequestMessage request) => failure switch
    {
        ThrottledException e => Doubt(Retryable(e), request),
        // Not sent at all.
        ConnectorException { Code: ConnectorErrorCodes.CircuitOpen or ConnectorErrorCodes.TooManyCalls } e => Doubt(Retryable(e), request),
        ConnectorException { Code: ConnectorErrorCodes.TimedOut or ConnectorErrorCodes.Unavailable or SalesforceErrorCodes.AnswerBrokeOff or ConnectorErrorCodes.ResponseTooLarge } e => Unknown(e.Message),
        HttpRequestException or IOException => Unknown("The connection broke."),
        _ => null,
    };

    /// <summary>The outcome of a call that was refused as a whole, for each of its records.</summary>
    /// <exception cref="ConnectorException">It is about the account or the configuration, not about the records.</exception>
    public static WriteOutcome OfFault(SalesforceFault fault, string operation)
    {
        switch (fault.Kind)
        {
            case IssueKind.Throttled:
            case IssueKind.Transient when fault.Status == System.Net.HttpStatusCode.ServiceUnavailable || (int)fault.Status < 500:
                return new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = fault.ToIssues(), RetryAfter = fault.RetryAfter, VendorRequestId = fault.RequestId };
            case IssueKind.Transient:
                return Unknown("Salesforce answered with a fault of its own.") with { VendorRequestId = fault.RequestId };
            default:
                throw fault.ToException(operation);
        }
    }

    /// <summary>One row of a collection's answer: <c>{id, success, errors, created}</c>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="succeeded">What success means where the row does not tell.</param>
    /// <param name="keyField">The field by which records are found; null when by id.</param>
    /// <param name="hasParents">Whether the record names parents by their external ids.</param>
    public static WriteOutcome OfRow(JsonElement row, WriteOutcomeKind succeeded, string? keyField, bool hasParents)
    {
        if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty("success", out JsonElement success) || success.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            return Unknown("Salesforce's answer says nothing about this record.");
        string? id = SalesforceAnswers.Text(row, "id") is { Length: > 0 } text ? SalesforceRecordId.Complete(text) : null;
        if (success.GetBoolean())
        {
            WriteOutcomeKind kind = row.TryGetProperty("created", out JsonElement created) && created.ValueKind is (JsonValueKind.True or JsonValueKind.False)
                ? created.GetBoolean() ? WriteOutcomeKind.Created : WriteOutcomeKind.Updated
                : succeeded;
            return new WriteOutcome { Kind = kind, NativeId = id };
        }

        return OfErrors(row.TryGetProperty("errors", out JsonElement errors) ? SalesforceFault.ReadEntries(errors) : [], succeeded, keyField, hasParents);
    }

    /// <summary>The outcome of a record that was not written.</summary>
    public static WriteOutcome OfErrors(IReadOnlyList<SalesforceFaultEntry> errors, WriteOutcomeKind succeeded, string? keyField, bool hasParents)
    {
        if (errors.Count == 0)
            return Unknown("Salesforce says that the record was not written, and not why.");
        IReadOnlyList<RecordIssue> issues = SalesforceFault.ToIssues(System.Net.HttpStatusCode.BadRequest, errors);
        SalesforceFaultEntry first = errors[0];
        if (succeeded == WriteOutcomeKind.Deleted && first.Code is "ENTITY_IS_DELETED" or "NOT_FOUND")
            return new WriteOutcome { Kind = WriteOutcomeKind.Unchanged };
        if (first.Code == "DUPLICATE_VALUE" && keyField is not null && first.Fields.Contains(keyField, StringComparer.OrdinalIgnoreCase))
        {
            // Two upserts of one new id at the same moment: both look, both create, one is refused. The record is there now.
            return new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = issues };
        }

        if (SalesforceFault.IsParentMissing(first, hasParents))
            return WriteOutcome.Rejected(SalesforceFault.ToParentMissing(issues));
        return issues[0].Kind is IssueKind.Transient or IssueKind.Throttled
            ? new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = issues }
            : WriteOutcome.Rejected(issues);
    }
}
