using System.Globalization;
using System.Net;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <content>The server's clock and its deletions.</content>
public sealed partial class SalesforceClient
{
    /// <summary>Asks for the server's time. Windows of changes end by it: the clock of this machine may go wrong by minutes.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The time, in whole seconds.</returns>
    /// <exception cref="ConnectorException">The org cannot be reached, or its answer has no Date (RFC 9110 section 6.6.1).</exception>
    public async Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken = default)
    {
        using HttpRequestMessage request = NewRequest(HttpMethod.Get, _root + "/limits");
        using HttpResponseMessage response = await SendAsync(request, "limits", cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw (await ReadFaultAsync(response, cancellationToken).ConfigureAwait(false)).ToException("limits");
        return response.Headers.Date ?? throw SalesforceAnswers.Unexpected("limits", "it has no Date");
    }

    /// <summary>Asks which records of an object were deleted in a time, also those that have left the recycle bin.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="start">The beginning, at most 30 days ago; seconds are cut off by Salesforce. Deletions of the last 15 days are told, earlier ones as far as they are still known.</param>
    /// <param name="end">The end, more than a minute later.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The deletions, and up to when they are complete.</returns>
    /// <exception cref="ArgumentException">The name is not one.</exception>
    /// <exception cref="ConnectorException">The time is outside of what Salesforce tells, the object is not replicated, or the org cannot be reached.</exception>
    public async Task<SalesforceDeletions> GetDeletedAsync(string objectName, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken = default)
    {
        string target = $"{_root}/sobjects/{SoqlName.Object(objectName, nameof(objectName))}/deleted/?start={Instant(start)}&end={Instant(end)}";
        using JsonDocument document = await ReadAsync(target, "deleted", false, cancellationToken).ConfigureAwait(false) ?? throw NotReplicated(objectName);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("deletedRecords", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
            throw SalesforceAnswers.Unexpected("deleted", "deletedRecords is missing");
        var records = new List<SalesforceDeletion>(list.GetArrayLength());
        foreach (JsonElement record in list.EnumerateArray())
        {
            string? id = SalesforceAnswers.Text(record, "id");
            records.Add(id is not null && SalesforceRecordId.IsValid(id) && SalesforceAnswers.Instant(record, "deletedDate") is { } at
                ? new SalesforceDeletion(SalesforceRecordId.Complete(id)!, at)
                : throw SalesforceAnswers.Unexpected("deleted", "a record has no id or no time"));
        }

        return SalesforceAnswers.Instant(root, "earliestDateAvailable") is { } earliest && SalesforceAnswers.Instant(root, "latestDateCovered") is { } latest
            ? new SalesforceDeletions(records, earliest, latest)
            : throw SalesforceAnswers.Unexpected("deleted", "earliestDateAvailable or latestDateCovered is missing");
    }

    /// <summary>Asks which records of an object were made or changed in a time. It tells ids alone; formulas and the values of parents move nothing here.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="start">The beginning, at most 30 days ago; seconds are cut off by Salesforce.</param>
    /// <param name="end">The end, at least a minute later.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The ids, and up to when they are complete.</returns>
    /// <exception cref="ArgumentException">The name is not one.</exception>
    /// <exception cref="ConnectorException">The time is outside of what Salesforce tells, there are more than 600,000 ids (EXCEEDED_ID_LIMIT), the object is not replicated, or the org cannot be reached.</exception>
    public async Task<SalesforceUpdates> GetUpdatedAsync(string objectName, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken = default)
    {
        string target = $"{_root}/sobjects/{SoqlName.Object(objectName, nameof(objectName))}/updated/?start={Instant(start)}&end={Instant(end)}";
        using JsonDocument document = await ReadAsync(target, "updated", false, cancellationToken).ConfigureAwait(false) ?? throw NotReplicated(objectName);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("ids", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
            throw SalesforceAnswers.Unexpected("updated", "ids is missing");
        var ids = new List<string>(list.GetArrayLength());
        foreach (JsonElement id in list.EnumerateArray())
        {
            ids.Add(id.ValueKind == JsonValueKind.String && SalesforceRecordId.IsValid(id.GetString()!)
                ? SalesforceRecordId.Complete(id.GetString()!)
                : throw SalesforceAnswers.Unexpected("updated", "an id is none"));
        }

        return new SalesforceUpdates(ids, SalesforceAnswers.Instant(root, "latestDateCovered") ?? throw SalesforceAnswers.Unexpected("updated", "latestDateCovered is missing"));
    }

    private static ConnectorException NotReplicated(string objectName) =>
        new(SalesforceErrorCodes.Misconfigured, IssueKind.Configuration, $"The object '{objectName}' does not exist, is not visible to the integration user, or is not replicated.") { StatusCode = HttpStatusCode.NotFound };

    private static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
