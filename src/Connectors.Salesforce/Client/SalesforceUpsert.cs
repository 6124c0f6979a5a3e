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

    public static async Task<WriteOutcome> RunAsync(SalesforceClient client, string objectName, string externalIdField, string value, ReadOnlyMemory<byte> utf8Fields, bool hasParents, CancellationToken cancellationToken)
    {
        string target;
        try
        {
            target = client.ExternalTarget(objectName, externalIdField, value);
        }
        catch (ConnectorException e) when (e.Kind == IssueKind.Validation)
        {
            return WriteOutcome.Rejected(e.ToIssue() with { VendorPath = externalIdField });
        }

        using HttpRequestMessage request = client.NewRequest(HttpMethod.Patch, target);
        request.Content = new ReadOnlyMemoryContent(utf8Fields);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "UTF-8");
        request.MarkIdempotent();
        try
        {
            using HttpResponseMessage response = await client.SendAsync(request, "upsert", cancellationToken).ConfigureAwait(false);
            return SalesforceOutcomes.Doubt(await ReadAsync(client, response, objectName, externalIdField, hasParents, cancellationToken).ConfigureAwait(false), request);
        }
        catch (Exception e) when (SalesforceOutcomes.OfFailure(e, request) is { } outcome)
        {
            return outcome;
        }
    }

    private static async Task<WriteOutcome> ReadAsync(SalesforceClient client, HttpResponseMessage response, string objectName, string externalIdField, bool hasParents, CancellationToken cancellationToken)
    {
        string? requestId = SalesforceFault.ReadRequestId(response);
        switch ((int)response.StatusCode)
        {
            case 200 or 201:
                byte[] body = await ReadSuccessAsync(client, response, cancellationToken).ConfigureAwait(false);
                (string? id, bool? created) = ReadBody(body);
                return new WriteOutcome
                {
                    Kind = response.StatusCode == HttpStatusCode.Created || created == true ? WriteOutcomeKind.Created : created == false ? WriteOutcomeKind.Updated : WriteOutcomeKind.Applied,
                    NativeId = id,
                    VendorRequestId = requestId,
                };
            case 204:
                return new WriteOutcome { Kind = WriteOutcomeKind.Applied, VendorRequestId = requestId };
            case 300:
                return Several(objectName, externalIdField) with { VendorRequestId = requestId };
        }

        SalesforceFault fault = await client.ReadFaultAsync(response, cancellationToken).ConfigureAwait(false);
        if (fault.Code == "NOT_FOUND")
        {
            // A missing record would have been created: what is missing is the field or the object.
            throw new ConnectorException(SalesforceErrorCodes.Misconfigured, IssueKind.Configuration, $"{objectName} has no external id field '{externalIdField}' that the integration user may see.")
            {
                StatusCode = response.StatusCode,
                VendorCode = fault.Code,
                VendorRequestId = requestId,
            };
        }

        if (fault.Code == "DUPLICATE_VALUE" && fault.Entries[0].Fields.Contains(externalIdField, StringComparer.OrdinalIgnoreCase))
        {
            // Two upserts of one new id at the same moment: both look, both create, one is refused. The record is there now.
            return new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = fault.ToIssues(), VendorRequestId = requestId };
        }

        bool parentNotFound = hasParents && fault.Code == "INVALID_FIELD";
        switch (fault.Kind)
        {
            case IssueKind.Authentication:
            case IssueKind.Configuration when !parentNotFound:
                throw fault.ToException("upsert");
            case IssueKind.Throttled:
                return new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = fault.ToIssues(), RetryAfter = fault.RetryAfter, VendorRequestId = requestId };
            case IssueKind.Transient when response.StatusCode == HttpStatusCode.ServiceUnavailable || (int)response.StatusCode < 500:
                return new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = fault.ToIssues(), RetryAfter = fault.RetryAfter, VendorRequestId = requestId };
            case IssueKind.Transient:
                return SalesforceOutcomes.Unknown("Salesforce answered with a fault of its own.") with { VendorRequestId = requestId };
            default:
                IReadOnlyList<RecordIssue> issues = fault.ToIssues();
                if (parentNotFound)
                    issues = [.. issues.Select(static i => i with { Kind = IssueKind.NotFound, Remedy = "A record that is referred to by its external id does not exist: send it first." })];
                return WriteOutcome.Rejected(issues) with { VendorRequestId = requestId };
        }
    }

    private static async Task<byte[]> ReadSuccessAsync(SalesforceClient client, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return SalesforceFault.IsJson(response) ? await ResponseBody.ReadAsync(response.Content, client.MaxResponseBytes, cancellationToken).ConfigureAwait(false) : [];
        }
        catch (ConnectorException e) when (e.Code == ConnectorErrorCodes.ResponseTooLarge)
        {
            // The status says that it took effect; the id can be read back.
            return [];
        }
    }

    private static (string? Id, bool? Created) ReadBody(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return (null, null);
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return (null, null);
            bool? created = document.RootElement.TryGetProperty("created", out JsonElement flag) && flag.ValueKind is (JsonValueKind.True or JsonValueKind.False) ? flag.GetBoolean() : null;
            return (SalesforceAnswers.Text(document.RootElement, "id"), created);
        }
        catch (JsonException)
        {
            // The status says that it took effect; the id can be read back.
            return (null, null);
        }
    }

    private static WriteOutcome Several(string objectName, string externalIdField) => WriteOutcome.Rejected(new RecordIssue
    {
        Code = SalesforceErrorCodes.ExternalIdNotUnique,
        Kind = IssueKind.Conflict,
        Message = $"Several {objectName} records have this value in {externalIdField}; nothing was written.",
        VendorPath = externalIdField,
        Remedy = $"Make {externalIdField} unique in Salesforce and merge the records.",
    });
}
