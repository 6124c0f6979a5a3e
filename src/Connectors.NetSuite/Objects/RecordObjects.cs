using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>Reads and writes the records of one type as canonical objects. Thread-safe.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
internal sealed class RecordObjects<T>
    where T : class, ICanonicalObject<T>
{
    internal const string SystemName = "netsuite";
    private readonly NetSuiteClient _client;
    private readonly RecordKind<T> _kind;
    private readonly Mapper _mapper;
    private readonly Mapper<T> _typed;
    private readonly CodeTranslator _codes;

    public RecordObjects(NetSuiteClient client, RecordKind<T> kind)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (string.IsNullOrWhiteSpace(client.Settings.Tenant))
            throw new ArgumentException("The options of the client name no Tenant: canonical ids cannot be derived without one.", nameof(client));
        _client = client;
        _kind = kind;
        _mapper = Mapper.Compile(kind.Mapping);
        _typed = new Mapper<T>(_mapper);
        _codes = new CodeTranslator(client, kind.Codes);
    }

    public string Target => $"{SystemName}/{_client.AccountId.Realm}";

    private NetSuiteSettings Settings => _client.Settings;

    public async IAsyncEnumerable<Page<SourceItem<T>>> ReadAsync(string? continuation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var drift = new DriftDetector(_mapper.Document);
        await foreach (NetSuiteRecordPage page in _client.ListAsync(_kind.RecordType, continuation, cancellationToken).ConfigureAwait(false))
        {
            List<SourceItem<T>> items = new(page.Ids.Count);
            foreach (string id in page.Ids)
                items.Add(await ReadOneAsync(id, drift, cancellationToken).ConfigureAwait(false));
            yield return new Page<SourceItem<T>>(items, page.Continuation);
        }
    }

    public async Task<WriteOutcome> UpsertAsync(WriteRequest<T> request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        bool sent = false;
        try
        {
            (Prepared? prepared, WriteOutcome? refused) = await PrepareAsync(request.Value, cancellationToken).ConfigureAwait(false);
            if (prepared is null)
                return refused!;
            NetSuiteRecord? existing = null;
            if (Settings.CompareBeforeWrite)
            {
                existing = await _client.FindAsync(_kind.RecordType, NetSuiteRecordKey.External(prepared.ExternalId), null, cancellationToken).ConfigureAwait(false);
                if (existing is not null && (await CompareAsync(prepared, existing, cancellationToken).ConfigureAwait(false)).Count == 0)
                    return new WriteOutcome { Kind = WriteOutcomeKind.Unchanged, NativeId = existing.Id, Issues = prepared.Remarks };
            }

            byte[] body = BodyOf(prepared, isNew: existing is null);
            sent = true;
            NetSuiteWriteResult result = await _client.UpsertAsync(_kind.RecordType, prepared.ExternalId, body, cancellationToken).ConfigureAwait(false);
            return new WriteOutcome
            {
                // NetSuite answers 204 for both: only a look beforehand tells them apart.
                Kind = !Settings.CompareBeforeWrite ? WriteOutcomeKind.Applied : existing is null ? WriteOutcomeKind.Created : WriteOutcomeKind.Updated,
                NativeId = result.Id ?? existing?.Id,
                VendorRequestId = result.RequestId,
                Issues = prepared.Remarks,
            };
        }
        catch (ConnectorException e) when (e.Kind is not (IssueKind.Authentication or IssueKind.Configuration) || (sent && e.Code == NetSuiteErrorCodes.InvalidContent))
        {
            // Refused credentials, a missing permission or an unknown record type concern every record: they end the run. A field that does not exist concerns this one.
            return ToOutcome(e, sent);
        }
    }

    public async Task<ReadBack> ReadBackAsync(WriteRequest<T> request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        NetSuiteRecord? record = await _client.FindAsync(_kind.RecordType, NetSuiteRecordKey.External(_kind.ExternalId(request.Value.Id)), null, cancellationToken).ConfigureAwait(false);
        if (record is null)
            return new ReadBack { Found = false };
        (Prepared? prepared, WriteOutcome? refused) = await PrepareAsync(request.Value, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> differences = prepared is null
            // It cannot have been written as it is now: what stands against it is the difference.
            ? [.. refused!.Issues.Select(i => i.Path ?? "")]
            : await CompareAsync(prepared, record, cancellationToken).ConfigureAwait(false);
        return new ReadBack { Found = true, NativeId = record.Id, Differences = differences };
    }

    private static WriteOutcome ToOutcome(ConnectorException e, bool sent)
    {
        // Turned away, and no earlier try of the same call was lost on its way: the client tells that as an unknown outcome.
        if (e.Kind == IssueKind.Throttled || e.Code == ConnectorErrorCodes.CircuitOpen || (e.IsTransient && !sent))
            return new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = [e.ToIssue()], RetryAfter = e.RetryAfter, VendorRequestId = e.VendorRequestId };
        if (e.IsTransient || e.Kind == IssueKind.UnknownOutcome)
        {
            RecordIssue issue = e.ToIssue() with
            {
                Code = NetSuiteErrorCodes.OutcomeUnknown,
                Kind = IssueKind.UnknownOutcome,
                Remedy = "Read the record back by its external id before anything is sent again.",
            };
            return new WriteOutcome { Kind = WriteOutcomeKind.Unknown, Issues = [issue], RetryAfter = e.RetryAfter ?? (e.InnerException as ConnectorException)?.RetryAfter, VendorRequestId = e.VendorRequestId };
        }

        IReadOnlyList<RecordIssue> issues = e is NetSuiteException vendor ? vendor.ToIssues() : [e.ToIssue()];
        return WriteOutcome.Rejected(issues) with { VendorRequestId = e.VendorRequestId };
    }

    private async Task<SourceItem<T>> ReadOneAsync(string id, DriftDetector drift, CancellationToken cancellationToken)
    {
        var source = new SourceRef { System = SystemName, Instance = _client.AccountId.Realm, ObjectType = _kind.RecordType, RecordId = id };
        NetSuiteRecord record;
        try
        {
            record = await _client.GetAsync(_kind.RecordType, NetSuiteRecordKey.Internal(id), null, cancellationToken).ConfigureAwait(false);
        }
        catch (NetSuiteException e) when (e.Kind is IssueKind.NotFound or IssueKind.Validation or IssueKind.BusinessRule || e.Code == NetSuiteErrorCodes.NotPermitted)
        {
            // Deleted since the page was made, or a record that the role may not open: the others can be read all the same.
            return new SourceItem<T> { Source = source, Issues = e.ToIssues() };
        }

        byte[] withCodes = await _codes.AddCodesAsync(record.Utf8Json, cancellationToken).ConfigureAwait(false);
        MappingResult<T> mapped = _typed.ToCanonical(withCodes, Context(Settings.References));
        drift.Observe(withCodes, mapped.Issues);
        return new SourceItem<T>
        {
            Source = mapped.Value?.SourceRefs is [SourceRef own, ..] ? own : source,
            Value = mapped.Value,
            Issues = [.. mapped.Issues.Select(MappingIssueExtensions.ToRecordIssue)],
        };
    }

    /// <summary>Makes the body to send, or says why none can be made.</summary>
    private async Task<(Prepared? Prepared, WriteOutcome? Refused)> PrepareAsync(T value, CancellationToken cancellationToken)
    {
        if (_kind.Refuse(value) is { } reason)
            return (null, WriteOutcome.Rejected(reason));
        IReferenceResolver references = Settings.References;
        if (_kind.Customer(value) is { } customer)
        {
            string? internalId = await FindCustomerAsync(customer.Id, cancellationToken).ConfigureAwait(false);
            if (internalId is null)
                return (null, WriteOutcome.Rejected(CustomerMissing(customer.Pointer)));
            references = new OverlayReferences(references, "customer", customer.Id, internalId);
        }

        MappingResult mapped = _mapper.ToVendor(value.ToUtf8Bytes(), Context(references));
        IReadOnlyList<RecordIssue> remarks = [.. mapped.Issues.Select(MappingIssueExtensions.ToRecordIssue)];
        if (!mapped.Succeeded)
            return (null, WriteOutcome.Rejected(remarks));
        JsonObject body = JsonNode.Parse(mapped.Json.Span)!.AsObject();
        (IReadOnlyList<RecordIssue> unknown, IReadOnlyList<RecordIssue> left) = await _codes.RemoveCodesAsync(body, cancellationToken).ConfigureAwait(false);
        return unknown.Count > 0
            ? (null, WriteOutcome.Rejected(unknown))
            : (new Prepared(_kind.ExternalId(value.Id), body, references, [.. remarks, .. left]), null);
    }

    private async Task<string?> FindCustomerAsync(CanonicalId id, CancellationToken cancellationToken)
    {
        var reference = new CanonicalReference(Settings.Tenant, "customer", id, SystemName, _client.AccountId.Realm, ReferenceKeyKind.RecordId, "customer");
        if (Settings.References.TryGetVendor(reference, out string? known))
            return known;
        NetSuiteRecord? record = await _client.FindAsync("customer", NetSuiteRecordKey.External(NetSuiteExternalId.ForCustomer(id)), ["id", "entityId"], cancellationToken).ConfigureAwait(false);
        return record?.Id;
    }

    private static RecordIssue CustomerMissing(string pointer) => new()
    {
        Code = NetSuiteErrorCodes.CustomerMissing,
        Kind = IssueKind.NotFound,
        Message = "The customer that the record refers to is not in NetSuite.",
        Path = pointer,
        Remedy = "Write the customer first, then this record; or add the customer's internal id to the references.",
    };

    private async Task<IReadOnlyList<string>> CompareAsync(Prepared prepared, NetSuiteRecord record, CancellationToken cancellationToken)
    {
        // The record as it would be if NetSuite held what was written, beside the record as it is: whatever the mapping makes of members that were not written is the same on both sides.
        JsonObject asWritten = JsonNode.Parse(record.Utf8Json.Span)!.AsObject();
        foreach ((string field, JsonNode? value) in prepared.Body)
        {
            if (value is null)
                asWritten.Remove(field);
            else
                asWritten[field] = value.DeepClone();
        }

        MappingContext context = Context(prepared.References);
        MappingResult written = _mapper.ToCanonical(await _codes.AddCodesAsync(CodeTranslator.JsonSerialize(asWritten), cancellationToken).ConfigureAwait(false), context);
        MappingResult found = _mapper.ToCanonical(await _codes.AddCodesAsync(record.Utf8Json, cancellationToken).ConfigureAwait(false), context);
        if (!written.Succeeded || !found.Succeeded)
            return [.. (written.Succeeded ? found.Issues : written.Issues).Select(i => i.ToRecordIssue().Path ?? "").Distinct(StringComparer.Ordinal)];
        return RecordComparison.Differences(written.Json, found.Json);
    }

    private MappingContext Context(IReferenceResolver references) => new()
    {
        Tenant = Settings.Tenant,
        Instance = _client.AccountId.Realm,
        ObservedAt = _client.Account.Time.GetUtcNow(),
        Parameters = Settings.Parameters,
        References = references,
    };

    /// <summary>The body to send. Without a look beforehand nobody knows whether the record is new: the fallbacks then go along each time.</summary>
    private byte[] BodyOf(Prepared prepared, bool isNew)
    {
        JsonObject body = prepared.Body;
        if (isNew)
        {
            foreach ((string field, string id) in _kind.Fallbacks)
            {
                if (!body.ContainsKey(field))
                    body[field] = new JsonObject { ["id"] = id };
            }
        }

        return CodeTranslator.JsonSerialize(body);
    }

    private sealed record Prepared(string ExternalId, JsonObject Body, IReferenceResolver References, IReadOnlyList<RecordIssue> Remarks);
}
