using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>One publishing of some events: what is encoded, what was sent, what became of it. Used by one caller at a time.</summary>
internal sealed class PublishRun(PubSubConnection connection, string topic, IReadOnlyList<SalesforceNewEvent> events)
{
    // What the id, the schema's id and the lengths take beside a payload.
    private const int Overhead = 3 * SalesforceNewEvent.MaxIdLength + 128;

    private readonly byte[]?[] _payloads = new byte[events.Count][];
    private readonly WriteOutcome?[] _outcomes = new WriteOutcome?[events.Count];
    private string _schemaId = "";
    private bool _isRenewed;
    private WriteOutcome? _rest;

    /// <summary>Salesforce no longer knows the schema. Nothing of the call that said so was published.</summary>
    public bool IsSchemaRefused { get; private set; }

    /// <summary>Encodes what has no outcome yet. What does not fit is refused.</summary>
    public void Encode(string schemaId, AvroType schema, IReadOnlyDictionary<string, string> defaults)
    {
        _schemaId = schemaId;
        for (int i = 0; i < events.Count; i++)
        {
            if (_outcomes[i] is not null)
                continue;
            _payloads[i] = AvroEncoder.Encode(schema, events[i].Utf8Fields, defaults, out IReadOnlyList<RecordIssue> issues);
            if (issues.Count > 0)
                _outcomes[i] = WriteOutcome.Rejected(issues);
            else if (_payloads[i]!.Length > SalesforceEventPublisher.MaxEventBytes)
                _outcomes[i] = WriteOutcome.Rejected(Issue(SalesforceErrorCodes.EventRefused, IssueKind.Validation, FormattableString.Invariant($"The event has {_payloads[i]!.Length} bytes; at most {SalesforceEventPublisher.MaxEventBytes} are taken."), "Make it smaller: put what is long into a record, and its id into the event."));
        }
    }

    /// <summary>Sends what is encoded and has no outcome yet, call by call, until one of them does not end well.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        IsSchemaRefused = false;
        foreach (List<int> call in Calls())
        {
            if (_rest is not null || IsSchemaRefused)
                return;
            await SendAsync(call, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the schema was refused and may be asked for again, which is once.</summary>
    public bool TakeUpAgain(ref bool isFresh)
    {
        if (!IsSchemaRefused)
            return false;
        bool again = !isFresh;
        isFresh = true;
        return again;
    }

    /// <summary>What has no outcome yet is not sent.</summary>
    public void Stop(ConnectorException reason) => _rest = SalesforceOutcomes.Retryable(reason);

    /// <summary>One outcome for each event: what was not sent has certainly not been published.</summary>
    public IReadOnlyList<SalesforcePublishOutcome> Finish()
    {
        var unsent = new WriteOutcome
        {
            Kind = WriteOutcomeKind.Retryable,
            Issues = [Issue(SalesforceErrorCodes.EventRefused, IssueKind.Transient, "The event was not published: Salesforce does not know the schema that it gave a moment ago.", "Send it again later.")],
        };
        return [.. events.Select((item, i) => new SalesforcePublishOutcome(item.Id, _outcomes[i] ?? _rest ?? unsent))];
    }

    // As many as fit, in the order of the events.
    private IEnumerable<List<int>> Calls()
    {
        var call = new List<int>();
        int bytes = 0;
        for (int i = 0; i < events.Count; i++)
        {
            if (_outcomes[i] is not null)
                continue;
            int size = _payloads[i]!.Length + Overhead;
            if (call.Count > 0 && (call.Count == SalesforceEventPublisher.MaxEventsPerCall || bytes + size > SalesforceEventPublisher.MaxCallBytes))
            {
                yield return call;
                call = [];
                bytes = 0;
            }

            call.Add(i);
            bytes += size;
        }

        if (call.Count > 0)
            yield return call;
    }

    private async Task SendAsync(List<int> call, CancellationToken cancellationToken)
    {
        var request = new ProtoWriter().Text(1, topic);
        foreach (int i in call)
            request.Bytes(2, new ProtoWriter().Text(1, events[i].Id).Text(2, _schemaId).Bytes(3, _payloads[i]).Written.Span);
        while (true)
        {
            PubSubSession session = await SessionAsync(cancellationToken).ConfigureAwait(false);
            if (_rest is not null)
                return;
            try
            {
                Settle(call, await connection.CallAsync("Publish", request.Written, session, cancellationToken).ConfigureAwait(false));
                return;
            }
            // Refused before anything was done: the one fault after which the same call is made again.
            catch (GrpcFault fault) when (fault.IsUnauthenticated && !_isRenewed)
            {
                _isRenewed = true;
                connection.Forget(session);
            }
            catch (GrpcFault fault)
            {
                Fail(call, fault);
                return;
            }
            catch (Exception e) when (e is InvalidDataException or ConnectorException)
            {
                // An answer came, and nobody can read it.
                Doubt(call, null);
                return;
            }
        }
    }

    // Some of the events may have been sent before, so a login that fails now is the outcome of the rest.
    private async Task<PubSubSession> SessionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await connection.SessionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException e)
        {
            Stop(e);
            return new PubSubSession("", "", "", default, 0);
        }
    }

    private void Settle(List<int> call, byte[] answer)
    {
        var byId = new Dictionary<string, WriteOutcome>(StringComparer.Ordinal);
        var inOrder = new List<(string Id, WriteOutcome Outcome)>();
        string? rpcId = null;
        var reader = new ProtoReader(answer);
        while (reader.Read())
        {
            if (reader.Field == 3)
                rpcId = reader.Text;
        }

        reader = new ProtoReader(answer);
        while (reader.Read())
        {
            if (reader.Field != 1)
                continue;
            (string id, WriteOutcome outcome) = Result(reader.Bytes, rpcId);
            byId.TryAdd(id, outcome);
            inOrder.Add((id, outcome));
        }

        bool withoutIds = inOrder.Count == call.Count && inOrder.TrueForAll(static r => r.Id.Length == 0);
        for (int i = 0; i < call.Count; i++)
            _outcomes[call[i]] = withoutIds ? inOrder[i].Outcome : byId.GetValueOrDefault(events[call[i]].Id) ?? Unknown(ConnectorErrorCodes.NoOutcome, "Salesforce's answer does not tell what became of the event.", rpcId, null);
    }

    private static (string Id, WriteOutcome Outcome) Result(ReadOnlySpan<byte> message, string? rpcId)
    {
        string id = "";
        byte[] replayId = [];
        int? error = null;
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    replayId = reader.Bytes.ToArray();
                    break;
                case 2:
                    error = PubSubStream.ReadError(reader.Bytes);
                    break;
                case 3:
                    id = reader.Text;
                    break;
            }
        }

        WriteOutcome outcome = error switch
        {
            null => new WriteOutcome { Kind = WriteOutcomeKind.Created, NativeId = replayId.Length == 0 ? null : Convert.ToBase64String(replayId), VendorRequestId = rpcId },
            // PUBLISH: it was not published. Its text may hold values of the event, so it is not shown.
            1 => new WriteOutcome
            {
                Kind = WriteOutcomeKind.Retryable,
                Issues = [Issue(SalesforceErrorCodes.EventRefused, IssueKind.Transient, "Salesforce did not publish the event.", "Send it again later; when it is refused again, look at the lengths and values of its fields, and at the org's hourly limit.") with { VendorCode = "PUBLISH" }],
                VendorRequestId = rpcId,
            },
            _ => Unknown(SalesforceErrorCodes.UnknownOutcome, "Salesforce does not say whether the event was published.", rpcId, "UNKNOWN"),
        };
        return (id, outcome);
    }

    private void Fail(List<int> call, GrpcFault fault)
    {
        if (fault is { IsFinal: true, VendorCode: { } code } && code.Contains("schema", StringComparison.Ordinal))
            IsSchemaRefused = true;
        else if (fault.IsThrottled || fault.IsUnauthenticated || fault.IsNotSent)
            _rest = new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = [fault.ToException(SalesforceErrorCodes.PublishingRefused, "").ToIssue()], VendorRequestId = fault.RpcId };
        else if (fault.IsFinal)
            _rest = WriteOutcome.Rejected(fault.ToException(SalesforceErrorCodes.PublishingRefused, FormattableString.Invariant($"Salesforce refuses to publish to '{topic}' (gRPC status {fault.Status}).")).ToIssue()) with { VendorRequestId = fault.RpcId };
        else
            Doubt(call, fault);
    }

    private void Doubt(List<int> call, GrpcFault? fault)
    {
        foreach (int i in call)
            _outcomes[i] = Unknown(SalesforceErrorCodes.UnknownOutcome, "No answer came: the event may have been published, and nothing tells later.", fault?.RpcId, fault?.VendorCode);
        // In the order of the events: those behind are not sent over their heads.
        _rest = new WriteOutcome
        {
            Kind = WriteOutcomeKind.Retryable,
            Issues = [Issue(ConnectorErrorCodes.Unavailable, IssueKind.Transient, "The event was not sent, since it is not known what became of those before it.", "Send it again later.")],
        };
    }

    private static WriteOutcome Unknown(string code, string message, string? rpcId, string? vendorCode) => new()
    {
        Kind = WriteOutcomeKind.Unknown,
        Issues = [Issue(code, IssueKind.UnknownOutcome, message, "Send it again with the same id when subscribers know an event by its id; otherwise look at what they did with it.") with { VendorCode = vendorCode }],
        VendorRequestId = rpcId,
    };

    private static RecordIssue Issue(string code, IssueKind kind, string message, string remedy) => new() { Code = code, Kind = kind, Message = message, Remedy = remedy };
}
