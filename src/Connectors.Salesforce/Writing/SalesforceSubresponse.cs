using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>The answer to one call within a Composite or Composite Graph call. Immutable and thread-safe.</summary>
public sealed record SalesforceSubresponse
{
    /// <summary>The name of the call.</summary>
    public required string ReferenceId { get; init; }

    /// <summary>Its own HTTP status; 0 when nothing is known of it.</summary>
    public required int StatusCode { get; init; }

    /// <summary>Its own body: of a success an object, of a refusal an array of errors; undefined when there is none. Its document stays alive with it.</summary>
    public JsonElement Body { get; init; }

    /// <summary>What became of the record. A call that failed only because another one did is <see cref="WriteOutcomeKind.Retryable"/> and not to blame.</summary>
    public required WriteOutcome Outcome { get; init; }

    /// <summary>True when it was not done, or undone, because of another call.</summary>
    public bool IsBystander => Outcome.Issues.Count > 0 && Outcome.Issues[0].VendorCode is "PROCESSING_HALTED" or "ALL_OR_NONE_OPERATION_ROLLED_BACK";

    internal static SalesforceSubresponse Read(SalesforceSubrequest request, JsonElement answer, HttpRequestMessage call)
    {
        int status = (int)(SalesforceAnswers.ReadInteger(answer, "httpStatusCode") ?? 0);
        JsonElement body = answer.TryGetProperty("body", out JsonElement found) && found.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? found : default;
        return new SalesforceSubresponse { ReferenceId = request.ReferenceId, StatusCode = status, Body = body, Outcome = SalesforceOutcomes.Doubt(OutcomeOf(request, status, body), call) };
    }

    private static WriteOutcome OutcomeOf(SalesforceSubrequest request, int status, JsonElement body)
    {
        WriteOutcomeKind succeeded = request.Method == HttpMethod.Post ? WriteOutcomeKind.Created
            : request.Method == HttpMethod.Delete ? WriteOutcomeKind.Deleted
            : request.Method == HttpMethod.Get ? WriteOutcomeKind.Unchanged
            : request.KeyField is null ? WriteOutcomeKind.Updated : WriteOutcomeKind.Applied;
        if (status is >= 200 and < 300)
        {
            if (body.ValueKind != JsonValueKind.Object)
                return new WriteOutcome { Kind = succeeded };
            string? id = SalesforceAnswers.Text(body, "id") ?? SalesforceAnswers.Text(body, "Id");
            WriteOutcomeKind kind = request.Method == HttpMethod.Patch && body.TryGetProperty("created", out JsonElement created) && created.ValueKind is (JsonValueKind.True or JsonValueKind.False)
                ? created.GetBoolean() ? WriteOutcomeKind.Created : WriteOutcomeKind.Updated
                : succeeded;
            return new WriteOutcome { Kind = kind, NativeId = id is null ? null : SalesforceRecordId.Complete(id) };
        }

        if (status == 300)
        {
            return WriteOutcome.Rejected(new RecordIssue
            {
                Code = SalesforceErrorCodes.ExternalIdNotUnique,
                Kind = IssueKind.Conflict,
                Message = $"Several records have this value in {request.KeyField}; nothing was written.",
                VendorPath = request.KeyField,
                Remedy = $"Make {request.KeyField} unique in Salesforce and merge the records.",
            });
        }

        return SalesforceOutcomes.OfErrors(SalesforceFault.ReadEntries(body), succeeded, request.KeyField, request.HasParents);
    }
}
