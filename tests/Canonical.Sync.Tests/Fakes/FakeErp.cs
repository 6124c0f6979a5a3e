using System.Globalization;

using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Sync.Tests;

/// <summary>
/// A target with a ledger of its own. On purpose it does not recognise a key that it has seen: every call that gets through is an effect, so that
/// a second sending shows.
/// </summary>
public sealed class FakeErp : ISink<TestCustomer>
{
    private readonly Dictionary<CanonicalId, Record> _records = [];
    private readonly Dictionary<string, Queue<Func<WriteRequest<TestCustomer>, WriteOutcome?>>> _answers = [];

    public string Target => "fakeerp/1";

    /// <summary>The key of every effect, in order.</summary>
    public List<IdempotencyKey> Effects { get; } = [];

    /// <summary>How often the target was asked to write.</summary>
    public int Calls { get; private set; }

    public bool CanBeRead { get; set; } = true;

    /// <summary>What the target holds: the name of each customer by the id of its source record.</summary>
    public IReadOnlyDictionary<string, string> Names => _records.Values.ToDictionary(record => record.Value.SourceRefs[0].RecordId, record => record.Value.Name);

    /// <summary>Gives every record this number, whatever it is.</summary>
    public string? OnlyNativeId { get; set; }

    /// <summary>Says what the next call for a record does. An answer that gives null lets the call take effect.</summary>
    public FakeErp Next(string recordId, params Func<WriteRequest<TestCustomer>, WriteOutcome?>[] answers)
    {
        if (!_answers.TryGetValue(recordId, out Queue<Func<WriteRequest<TestCustomer>, WriteOutcome?>>? queue))
            _answers.Add(recordId, queue = new());
        foreach (Func<WriteRequest<TestCustomer>, WriteOutcome?> answer in answers)
            queue.Enqueue(answer);
        return this;
    }

    public FakeErp Next(string recordId, WriteOutcome outcome) => Next(recordId, _ => outcome);

    /// <summary>The next call for a record takes effect, and its answer is lost.</summary>
    public FakeErp NextAppliesButAnswerIsLost(string recordId) => Next(recordId, request =>
    {
        Apply(request);
        return Unknown();
    });

    public static WriteOutcome Unknown() => new() { Kind = WriteOutcomeKind.Unknown, Issues = [TestCustomers.Issue("CON1003", IssueKind.UnknownOutcome)] };

    public static WriteOutcome Retryable(TimeSpan? after = null, IssueKind kind = IssueKind.Transient) =>
        new() { Kind = WriteOutcomeKind.Retryable, RetryAfter = after, Issues = [TestCustomers.Issue("CON1002", kind)] };

    public static WriteOutcome Rejected(string message = "the subsidiary is unknown") =>
        WriteOutcome.Rejected(TestCustomers.Issue("ERP1001", IssueKind.BusinessRule, message));

    public Task<WriteOutcome> UpsertAsync(WriteRequest<TestCustomer> request, CancellationToken cancellationToken = default)
    {
        Calls++;
        string recordId = request.Value.SourceRefs[0].RecordId;
        if (_answers.TryGetValue(recordId, out Queue<Func<WriteRequest<TestCustomer>, WriteOutcome?>>? queue) && queue.TryDequeue(out Func<WriteRequest<TestCustomer>, WriteOutcome?>? answer)
            && answer(request) is { } outcome)
            return Task.FromResult(outcome);
        return Task.FromResult(Apply(request));
    }

    public Task<ReadBack> ReadBackAsync(WriteRequest<TestCustomer> request, CancellationToken cancellationToken = default)
    {
        if (!CanBeRead)
            throw new ConnectorException("CON1002", IssueKind.Transient, "The target cannot be reached.");
        return Task.FromResult(_records.TryGetValue(request.Value.Id, out Record? record)
            ? new ReadBack { Found = true, NativeId = record.NativeId, Differences = record.Value.Name == request.Value.Name ? [] : ["/name"] }
            : new ReadBack { Found = false });
    }

    private WriteOutcome Apply(WriteRequest<TestCustomer> request)
    {
        Effects.Add(request.Key);
        bool exists = _records.TryGetValue(request.Value.Id, out Record? record);
        record = new Record(request.Value, record?.NativeId ?? OnlyNativeId ?? (100 + _records.Count).ToString(CultureInfo.InvariantCulture));
        _records[request.Value.Id] = record;
        return new WriteOutcome { Kind = exists ? WriteOutcomeKind.Updated : WriteOutcomeKind.Created, NativeId = record.NativeId };
    }

    private sealed record Record(TestCustomer Value, string NativeId);
}
