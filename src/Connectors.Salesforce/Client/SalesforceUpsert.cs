using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>One upsert by external id, and what its answers mean.</summary>
internal static class SalesforceUpsert
{
    /// <summary>Checks the body; true when it refers to parents by nested objects.</summary>
    public static bool CheckFields(ReadOnlyMemory<byte> utf8Fields, string externalIdField)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8Fields);
        }
        catch (JsonException e)
        {
            throw new ArgumentException("The fields are not JSON.", nameof(utf8Fields), e);
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new ArgumentException("The fields are a JSON object.", nameof(utf8Fields));
            bool hasParents = false;
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                if (member.Name.Equals(externalIdField, StringComparison.OrdinalIgnoreCase) || member.Name.Equals("Id", StringComparison.OrdinalIgnoreCase))
                    throw new ArgumentException($"The field '{member.Name}' is in the address and must not be repeated: Salesforce refuses it.", nameof(utf8Fields));
                hasParents |= member.Value.ValueKind == JsonValueKind.Object && !member.NameEquals("attributes");
            }

            return hasParents;
        }
    }

    public static async Task<WriteOutcome> RunAsync(SalesforceClient client, string objectName, string externalIdField, string value, ReadOnlyMemory<byte> utf8Fields, bool hasParents, bool updateOnly, CancellationToken cancellationToken)
    {
        string target;
        try
        {
            target = client.ExternalTarget(objectName, externalIdField, value) + (updateOnly ? "?updateOnly=true" : "");
        }
        catch (ConnectorException e) when (e.Kind == IssueKind.Validation)
        {
            return WriteOutcome.Rejected(e.ToIssue() with { VendorPath = externalIdField });
        }

        // Salesforce gives ids itself: a record whose Id is not there is not made.
        bool mayCreate = !updateOnly && !externalIdField.Equals("Id", StringComparison.OrdinalIgnoreCase);
        return await SendAsync(client, new Call(target, "upsert", objectName, externalIdField, hasParents, mayCreate), utf8Fields, unmodifiedSince: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes a record by its id.</summary>
    public static Task<WriteOutcome> UpdateAsync(SalesforceClient client, string target, string objectName, ReadOnlyMemory<byte> utf8Fields, bool hasParents, DateTimeOffset? unmodifiedSince, CancellationToken cancellationToken) =>
        SendAsync(client, new Call(target, "update", objectName, null, hasParents, MayCreate: false), utf8Fields, unmodifiedSince, cancellationToken);

    private static async Task<WriteOutcome> SendAsync(SalesforceClient client, Call call, ReadOnlyMemory<byte> utf8Fields, DateTimeOffset? unmodifiedSince, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = client.NewRequest(HttpMethod.Patch, call.Target);
        request.Content = new ReadOnlyMemoryContent(utf8Fields);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "UTF-8");
        // A second try would be refused because of what the first one did.
        if (unmodifiedSince is null)
            request.MarkIdempotent();
        else
            request.Headers.IfUnmodifiedSince = unmodifiedSince;
        try
        {
            using HttpResponseMessage response = await client.SendAsync(request, call.Operation, cancellationToken).ConfigureAwait(false);
            return SalesforceOutcomes.Doubt(await ReadAsync(client, response, call, cancellationToken).ConfigureAwait(false), request);
        }
        catch (Exception e) when (SalesforceOutcomes.OfFailure(e, request) is { } outcome)
        {
            return outcome;
        }
    }

    private static async Task<WriteOutcome> ReadAsync(SalesforceClient client, HttpResponseMessage response, Call call, CancellationToken cancellationToken)
    {
        string? requestId = SalesforceFault.ReadRequestId(response);
        switch ((int)response.StatusCode)
        {
            case 200 or 201:
                return await ReadSuccessAsync(client, response, call, cancellationToken).ConfigureAwait(false) with { VendorRequestId = requestId };
            case 204:
                return new WriteOutcome { Kind = call.KeyField is null ? WriteOutcomeKind.Updated : WriteOutcomeKind.Applied, VendorRequestId = requestId };
            case < 300:
                return SalesforceOutcomes.Unknown($"Status {(int)response.StatusCode} is none that Salesforce documents for this call.") with { VendorRequestId = requestId };
            case 300:
                return SalesforceOutcomes.NotUnique(call.ObjectName, call.KeyField ?? "Id") with { VendorRequestId = requestId };
        }

        SalesforceFault fault = await client.ReadFaultAsync(response, cancellationToken).ConfigureAwait(false);
        if (fault.Code == "NOT_FOUND" && call.MayCreate)
        {
            // A missing record would have been created: what is missing is the field or the object.
            throw new ConnectorException(SalesforceErrorCodes.Misconfigured, IssueKind.Configuration, $"{call.ObjectName} has no external id field '{call.KeyField}' that the integration user may see.")
            {
                StatusCode = response.StatusCode,
                VendorCode = fault.Code,
                VendorRequestId = requestId,
            };
        }

        if (fault.Code == "DUPLICATE_VALUE" && call.KeyField is not null && fault.Entries[0].Fields.Contains(call.KeyField, StringComparer.OrdinalIgnoreCase))
        {
            // Two upserts of one new id at the same moment: both look, both create, one is refused. The record is there now.
            return new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = fault.ToIssues(), VendorRequestId = requestId };
        }

        bool parentMissing = fault.Entries.Count > 0 && SalesforceFault.IsParentMissing(fault.Entries[0], call.HasParents);
        switch (fault.Kind)
        {
            case IssueKind.Authentication:
            case IssueKind.Configuration when !parentMissing:
                throw fault.ToException(call.Operation);
            case IssueKind.Throttled:
                return new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = fault.ToIssues(), RetryAfter = fault.RetryAfter, VendorRequestId = requestId };
            case IssueKind.Transient when response.StatusCode == HttpStatusCode.ServiceUnavailable || (int)response.StatusCode < 500:
                return new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = fault.ToIssues(), RetryAfter = fault.RetryAfter, VendorRequestId = requestId };
            case IssueKind.Transient:
                return SalesforceOutcomes.Unknown("Salesforce answered with a fault of its own.") with { VendorRequestId = requestId };
            default:
                IReadOnlyList<RecordIssue> issues = fault.ToIssues();
                return WriteOutcome.Rejected(parentMissing ? SalesforceFault.ToParentMissing(issues) : issues) with { VendorRequestId = requestId };
        }
    }

    private static async Task<WriteOutcome> ReadSuccessAsync(SalesforceClient client, HttpResponseMessage response, Call call, CancellationToken cancellationToken)
    {
        // The status says that it took effect; what cannot be read of the body can be read back.
        var done = new WriteOutcome { Kind = response.StatusCode == HttpStatusCode.Created ? WriteOutcomeKind.Created : WriteOutcomeKind.Applied };
        // A page of a proxy, or of somebody's login, also comes with 200: it says nothing of the record.
        if (!SalesforceFault.IsJson(response))
            return response.Content.Headers.ContentType is null && response.Content.Headers.ContentLength is 0 or null ? done : SalesforceOutcomes.Unknown("What came with the success is not Salesforce's.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(await ResponseBody.ReadAsync(response.Content, client.MaxResponseBytes, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is JsonException || e is ConnectorException { Code: ConnectorErrorCodes.ResponseTooLarge })
        {
            return done;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return done;
            // The row's own word counts: success false has been seen under a status of success.
            if (!document.RootElement.TryGetProperty("success", out _))
                return done with { NativeId = SalesforceAnswers.Text(document.RootElement, "id") };
            WriteOutcome row = SalesforceOutcomes.OfRow(document.RootElement, done.Kind, call.KeyField, call.HasParents);
            return row is { Kind: WriteOutcomeKind.Updated } && response.StatusCode == HttpStatusCode.Created ? row with { Kind = WriteOutcomeKind.Created } : row;
        }
    }

    /// <summary>One write of one record.</summary>
    /// <param name="Target">Path and query.</param>
    /// <param name="Operation">The word for logs.</param>
    /// <param name="ObjectName">The object.</param>
    /// <param name="KeyField">The external id field; null when the record is named by its id.</param>
    /// <param name="HasParents">Whether parents are named by their external ids.</param>
    /// <param name="MayCreate">Whether a record that is not there is made.</param>
    private sealed record Call(string Target, string Operation, string ObjectName, string? KeyField, bool HasParents, bool MayCreate);
}
