using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Writes canonical objects as records of one object, one at a time: upsert by external id with reading back, changes of single members, deletions. Thread-safe.</summary>
/// <typeparam name="T">The canonical type that the mapping leads to.</typeparam>
/// <remarks>
/// Reading back compares after the forms in which Salesforce keeps values: texts trimmed, '' as null, e-mail in small letters, times in whole seconds, numbers by value, a cleared check box as false,
/// the values of a multi-select list in any order.
/// With <see cref="SalesforceWriteOptions{T}.Lines"/> a record and its lines are written together, all or none, and compared together. Lines are not patched.
/// </remarks>
public sealed class SalesforceSink<T> : ISink<T>, IPatchSink<T>, IDeleteSink<T>
    where T : class, ICanonicalObject<T>
{
    private readonly SalesforceTarget<T> _target;
    private readonly SalesforceHeaderWriter<T>? _headers;

    /// <summary>Creates the sink.</summary>
    /// <param name="client">The org.</param>
    /// <param name="mapping">How canonical objects become records; its source names the object.</param>
    /// <param name="org">What every mapping of the org needs. Its references must know the org's ids of the canonical objects that are referred to.</param>
    /// <param name="options">How records are found and written.</param>
    /// <exception cref="ArgumentException">The mapping does not lead to this type, requires a parameter that is not given, or an option is outside of its limits.</exception>
    public SalesforceSink(SalesforceClient client, MappingDocument mapping, SalesforceReadOptions org, SalesforceWriteOptions<T> options)
    {
        _target = new SalesforceTarget<T>(client, mapping, org, options);
        _headers = options.Lines is { Count: > 0 } ? new SalesforceHeaderWriter<T>(_target) : null;
    }

    /// <inheritdoc/>
    public string Target => _target.Name;

    /// <inheritdoc/>
    public async Task<WriteOutcome> UpsertAsync(WriteRequest<T> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_headers is not null)
            return await UpsertWithLinesAsync(request, _headers, cancellationToken).ConfigureAwait(false);
        if (!_target.TryPrepare(request.Value, out SalesforceWrite write, out WriteOutcome? rejected))
            return rejected;
        // A value that proxies and URL libraries could fold goes into a body instead of the address.
        if (IsPlain(write.Key!))
            return await _target.Client.UpsertAsync(_target.ObjectName, _target.ExternalIdField, write.Key!, write.Utf8Fields, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<WriteOutcome> outcomes = await _target.Client.UpsertManyAsync(_target.ObjectName, _target.ExternalIdField, [write], cancellationToken: cancellationToken).ConfigureAwait(false);
        return RequireConfigured(outcomes[0]);
    }

    /// <inheritdoc/>
    public async Task<ReadBack> ReadBackAsync(WriteRequest<T> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_headers is not null)
        {
            return _target.TryPrepare(request.Value, out SalesforceHeader? header, out _)
                ? await _headers.ReadBackAsync(header, cancellationToken).ConfigureAwait(false)
                : new ReadBack { Found = false };
        }

        if (!_target.TryPrepare(request.Value, out SalesforceWrite write, out _))
            return new ReadBack { Found = false };
        Dictionary<string, ReadBack> backs = await _target.ReadBackAsync([write], cancellationToken).ConfigureAwait(false);
        return backs[write.Key!];
    }

    /// <inheritdoc/>
    public async Task<WriteOutcome> PatchAsync(PatchRequest<T> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!SalesforceRecordId.IsValid(request.NativeId))
            return NoRecordId();
        if (!_target.TryPrepare(request.MergePatch, out ReadOnlyMemory<byte> fields, out WriteOutcome? rejected))
            return rejected;
        if (fields.Span.SequenceEqual("{}"u8))
            return new WriteOutcome { Kind = WriteOutcomeKind.Unchanged, NativeId = SalesforceRecordId.Complete(request.NativeId) };
        IReadOnlyList<WriteOutcome> outcomes = await _target.Client.UpdateManyAsync(_target.ObjectName, [new SalesforceWrite(request.NativeId, fields)], cancellationToken: cancellationToken).ConfigureAwait(false);
        return RequireConfigured(outcomes[0]);
    }

    /// <inheritdoc/>
    public async Task<WriteOutcome> DeleteAsync(string nativeId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(nativeId);
        if (!SalesforceRecordId.IsValid(nativeId))
            return NoRecordId();
        return RequireConfigured((await _target.Client.DeleteManyAsync([nativeId], cancellationToken: cancellationToken).ConfigureAwait(false))[0]);
    }

    private async Task<WriteOutcome> UpsertWithLinesAsync(WriteRequest<T> request, SalesforceHeaderWriter<T> headers, CancellationToken cancellationToken)
    {
        if (!_target.TryPrepare(request.Value, out SalesforceHeader? header, out WriteOutcome? rejected))
            return rejected;
        await foreach ((_, WriteOutcome outcome) in headers.WriteAsync([header], hasSent: false, cancellationToken).ConfigureAwait(false))
            return RequireConfigured(outcome);
        throw new InvalidOperationException("A record was written without an outcome.");
    }

    internal static bool IsPlain(string key) => key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private WriteOutcome RequireConfigured(WriteOutcome outcome) => SalesforceOutcomes.RequireConfigured(outcome, _target.ObjectName);

    private static WriteOutcome NoRecordId() =>
        WriteOutcome.Rejected(new RecordIssue { Code = SalesforceErrorCodes.RecordNotFound, Kind = IssueKind.NotFound, Message = "The id is no record id of Salesforce.", VendorPath = "Id" });
}
