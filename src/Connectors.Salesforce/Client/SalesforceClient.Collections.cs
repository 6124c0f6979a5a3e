using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <content>sObject Collections: up to 200 records a call, one outcome each (REST API Developer Guide, sObject Collections).</content>
public sealed partial class SalesforceClient
{
    /// <summary>The most records of one call that writes several: 200.</summary>
    public const int MaxCollectionRows = 200;

    /// <summary>The most records of one call that reads several by id: 2000.</summary>
    public const int MaxCollectionIds = 2000;

    /// <summary>Creates records. It is never repeated: after a lost answer the records are unknown, and without an external id nobody can find them. Prefer <see cref="UpsertManyAsync"/>.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="records">At most <see cref="MaxCollectionRows"/>; their keys are null.</param>
    /// <param name="allOrNone">True to write all of them or none; those that were not at fault are then <see cref="WriteOutcomeKind.Retryable"/>.</param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>One outcome a record, in the order of the records.</returns>
    /// <exception cref="ArgumentException">The name is not one, there are too many records, or fields are not such an object.</exception>
    /// <exception cref="ConnectorException">The credentials were refused, or the object is not as configured.</exception>
    public Task<IReadOnlyList<WriteOutcome>> CreateManyAsync(string objectName, IReadOnlyList<SalesforceWrite> records, bool allOrNone = false, CancellationToken cancellationToken = default)
    {
        var call = new CollectionCall(HttpMethod.Post, _root + "/composite/sobjects", SoqlName.Object(objectName, nameof(objectName)), null, "collections.create", WriteOutcomeKind.Created, allOrNone);
        return SendCollectionAsync(call, Prepare(records, null, KeyUse.None), isRepeatable: false, cancellationToken);
    }

    /// <summary>Changes records by their ids. What was lost on the way is sent again.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="records">At most <see cref="MaxCollectionRows"/>; their keys are ids. A record that comes twice is sent in a second call.</param>
    /// <param name="allOrNone">True to write all of them or none; those that were not at fault are then <see cref="WriteOutcomeKind.Retryable"/>.</param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>One outcome a record, in the order of the records.</returns>
    /// <exception cref="ArgumentException">The name is not one, there are too many records, an id is none, or fields are not such an object.</exception>
    /// <exception cref="ConnectorException">The credentials were refused, or the object is not as configured.</exception>
    public Task<IReadOnlyList<WriteOutcome>> UpdateManyAsync(string objectName, IReadOnlyList<SalesforceWrite> records, bool allOrNone = false, CancellationToken cancellationToken = default)
    {
        var call = new CollectionCall(HttpMethod.Patch, _root + "/composite/sobjects", SoqlName.Object(objectName, nameof(objectName)), "Id", "collections.update", WriteOutcomeKind.Updated, allOrNone);
        return SendCollectionAsync(call, Prepare(records, "Id", KeyUse.Id), isRepeatable: true, cancellationToken);
    }

    /// <summary>Creates the records that have these external ids, or changes them. What was lost on the way is sent again. The value stands in the body, so every text is possible.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="externalIdField">A field that is an external id.</param>
    /// <param name="records">At most <see cref="MaxCollectionRows"/>; their keys are external ids. Salesforce refuses both of two records with one external id, so the second is sent in a call of its own; texts that differ in case alone count as one.</param>
    /// <param name="allOrNone">True to write all of one call or none; those that were not at fault are then <see cref="WriteOutcomeKind.Retryable"/>.</param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>One outcome a record, in the order of the records. A record without a key is created, and in doubt when its answer was lost.</returns>
    /// <exception cref="ArgumentException">A name is not one, there are too many records, or fields are not such an object.</exception>
    /// <exception cref="ConnectorException">The credentials were refused, or the object or field is not as configured.</exception>
    public Task<IReadOnlyList<WriteOutcome>> UpsertManyAsync(string objectName, string externalIdField, IReadOnlyList<SalesforceWrite> records, bool allOrNone = false, CancellationToken cancellationToken = default)
    {
        string name = SoqlName.Object(objectName, nameof(objectName));
        string field = SoqlName.Object(externalIdField, nameof(externalIdField));
        List<CollectionRow> rows = Prepare(records, field, KeyUse.External);
        var call = new CollectionCall(HttpMethod.Patch, $"{_root}/composite/sobjects/{name}/{field}", name, field, "collections.upsert", WriteOutcomeKind.Applied, allOrNone);
        // A record without an external id would be made once more by a second try.
        return SendCollectionAsync(call, rows, isRepeatable: rows.TrueForAll(static r => r.Key is not null), cancellationToken);
    }

    /// <summary>Deletes records. One that is gone already is <see cref="WriteOutcomeKind.Unchanged"/>.</summary>
    /// <param name="ids">At most <see cref="MaxCollectionRows"/> ids.</param>
    /// <param name="allOrNone">True to delete all of them or none.</param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>One outcome an id, in the order of the ids.</returns>
    /// <exception cref="ArgumentException">An id is none, or there are too many.</exception>
    /// <exception cref="ConnectorException">The credentials were refused.</exception>
    public async Task<IReadOnlyList<WriteOutcome>> DeleteManyAsync(IReadOnlyList<string> ids, bool allOrNone = false, CancellationToken cancellationToken = default)
    {
        CheckIds(ids, MaxCollectionRows);
        if (ids.Count == 0)
            return [];
        var rows = ids.Select(static id => new CollectionRow(id, default, false)).ToList();
        var call = new CollectionCall(HttpMethod.Delete, $"{_root}/composite/sobjects?ids={string.Join(',', ids)}&allOrNone={(allOrNone ? "true" : "false")}", "", null, "collections.delete", WriteOutcomeKind.Deleted, allOrNone);
        return await SendOnceAsync(call, rows, isRepeatable: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads records by their ids.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="ids">At most <see cref="MaxCollectionIds"/> ids.</param>
    /// <param name="fields">At least one field.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>One record an id, in the order of the ids; null for one that is not there or not visible.</returns>
    /// <exception cref="ArgumentException">A name or an id is none, or there are too many ids or no fields.</exception>
    /// <exception cref="ConnectorException">A field is not visible, or the org cannot be reached.</exception>
    public async Task<IReadOnlyList<SalesforceRecord?>> GetManyAsync(string objectName, IReadOnlyList<string> ids, IReadOnlyList<string> fields, CancellationToken cancellationToken = default)
    {
        string name = SoqlName.Object(objectName, nameof(objectName));
        CheckIds(ids, MaxCollectionIds);
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Count == 0)
            throw new ArgumentException("Give at least one field.", nameof(fields));
        if (ids.Count == 0)
            return [];
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("ids");
            foreach (string id in ids)
                writer.WriteStringValue(id);
            writer.WriteEndArray();
            writer.WriteStartArray("fields");
            foreach (string field in fields)
                writer.WriteStringValue(SoqlName.Field(field, nameof(fields)));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        // As POST, since two hundred ids and their fields are more than an address holds. It changes nothing.
        using HttpRequestMessage request = NewRequest(HttpMethod.Post, $"{_root}/composite/sobjects/{name}");
        request.Content = JsonContent(body.WrittenMemory);
        request.MarkIdempotent();
        JsonDocument document = await SendJsonAsync(request, "collections.get", cancellationToken).ConfigureAwait(false);
        if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.GetArrayLength() != ids.Count)
            throw SalesforceAnswers.Unexpected("collections.get", "it has not one record an id");
        return [.. document.RootElement.EnumerateArray().Select(static r => r.ValueKind == JsonValueKind.Object ? new SalesforceRecord(r) : null)];
    }

    internal static ReadOnlyMemoryContent JsonContent(ReadOnlyMemory<byte> body)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "UTF-8");
        return content;
    }

    /// <summary>Sends and gives the JSON of a success; every other answer is an exception.</summary>
    internal async Task<JsonDocument> SendJsonAsync(HttpRequestMessage request, string operation, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(request, operation, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw (await ReadFaultAsync(response, cancellationToken).ConfigureAwait(false)).ToException(operation);
        if (!SalesforceFault.IsJson(response))
            throw SalesforceAnswers.Unexpected(operation, "it is not declared as JSON");
        return SalesforceAnswers.Parse(await ReadBodyAsync(response, operation, cancellationToken).ConfigureAwait(false), operation);
    }

    private static void CheckIds(IReadOnlyList<string> ids, int max)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count > max)
            throw new ArgumentException($"A call takes at most {max} ids.", nameof(ids));
        if (ids.Any(static id => id is null || !SalesforceRecordId.IsValid(id)))
            throw new ArgumentException("A record id has 15 or 18 letters and digits; the last three of 18 follow from the others.", nameof(ids));
    }

    private static List<CollectionRow> Prepare(IReadOnlyList<SalesforceWrite> records, string? keyField, KeyUse use)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records.Count > MaxCollectionRows)
            throw new ArgumentException($"A call takes at most {MaxCollectionRows} records.", nameof(records));
        var rows = new List<CollectionRow>(records.Count);
        foreach (SalesforceWrite record in records)
        {
            if (use == KeyUse.None && record.Key is not null)
                throw new ArgumentException("A record that is created has no key.", nameof(records));
            if (use == KeyUse.Id && (record.Key is null || !SalesforceRecordId.IsValid(record.Key)))
                throw new ArgumentException("A record that is updated has its id as key.", nameof(records));
            JsonDocument document = SalesforceRowWriter.Parse(record.Utf8Fields, nameof(records));
            bool hasParents = SalesforceRowWriter.Check(document.RootElement, keyField, nameof(records));
            rows.Add(new CollectionRow(record.Key, document.RootElement, hasParents));
        }

        return rows;
    }

    // Records of one key follow one another in calls of their own.
    private async Task<IReadOnlyList<WriteOutcome>> SendCollectionAsync(CollectionCall call, List<CollectionRow> rows, bool isRepeatable, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return [];
        var outcomes = new WriteOutcome[rows.Count];
        List<int> open = [.. Enumerable.Range(0, rows.Count)];
        for (bool first = true; open.Count > 0; first = false)
        {
            var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            List<int> now = open.FindAll(i => rows[i].Key is not { } key || keys.Add(key));
            IReadOnlyList<WriteOutcome> told;
            try
            {
                told = await SendOnceAsync(call, [.. now.Select(i => rows[i])], isRepeatable, cancellationToken).ConfigureAwait(false);
            }
            catch (ConnectorException e) when (!first)
            {
                // What the first call has done must be told all the same.
                told = [.. Enumerable.Repeat(SalesforceOutcomes.Retryable(e), now.Count)];
            }

            for (int i = 0; i < now.Count; i++)
                outcomes[now[i]] = told[i];
            open = open.Except(now).ToList();
        }

        return outcomes;
    }

    private async Task<IReadOnlyList<WriteOutcome>> SendOnceAsync(CollectionCall call, List<CollectionRow> rows, bool isRepeatable, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = NewRequest(call.Method, call.Target);
        if (call.Method != HttpMethod.Delete)
            request.Content = JsonContent(Body(call, rows));
        if (isRepeatable)
            request.MarkIdempotent();
        WriteOutcome all;
        try
        {
            using HttpResponseMessage response = await SendAsync(request, call.Operation, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                using JsonDocument document = SalesforceAnswers.Parse(await ReadBodyAsync(response, call.Operation, cancellationToken).ConfigureAwait(false), call.Operation);
                if (document.RootElement.ValueKind == JsonValueKind.Array && document.RootElement.GetArrayLength() == rows.Count)
                {
                    string? requestId = SalesforceFault.ReadRequestId(response);
                    return [.. document.RootElement.EnumerateArray().Select((row, i) =>
                        SalesforceOutcomes.Doubt(SalesforceOutcomes.OfRow(row, call.Succeeded, call.KeyField == "Id" ? null : call.KeyField, rows[i].HasParents), request) with { VendorRequestId = requestId })];
                }

                all = SalesforceOutcomes.Unknown("Salesforce's answer has not one entry a record.");
            }
            else
            {
                all = SalesforceOutcomes.Doubt(SalesforceOutcomes.OfFault(await ReadFaultAsync(response, cancellationToken).ConfigureAwait(false), call.Operation), request);
            }
        }
        catch (Exception e) when (SalesforceOutcomes.OfFailure(e, request) is { } outcome)
        {
            all = outcome;
        }
        catch (ConnectorException e) when (e.Code == ConnectorErrorCodes.UnexpectedResponse)
        {
            all = SalesforceOutcomes.Unknown(e.Message);
        }

        return [.. Enumerable.Repeat(all, rows.Count)];
    }

    private static ReadOnlyMemory<byte> Body(CollectionCall call, List<CollectionRow> rows)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("allOrNone", call.AllOrNone);
            writer.WriteStartArray("records");
            foreach (CollectionRow row in rows)
                SalesforceRowWriter.Write(writer, call.ObjectName, call.KeyField, row.Key, row.Fields);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    private enum KeyUse
    {
        None,
        Id,
        External,
    }

    private sealed record CollectionCall(HttpMethod Method, string Target, string ObjectName, string? KeyField, string Operation, WriteOutcomeKind Succeeded, bool AllOrNone);

    private sealed record CollectionRow(string? Key, JsonElement Fields, bool HasParents);
}
