using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>The account of one writing of many: each key once, and one outcome for each. Not thread-safe.</summary>
internal sealed class SalesforceWriteBook
{
    private readonly WriteLedger _ledger = new();
    // The ledger forgets what is settled; a key that comes again after that is as wrong.
    private readonly HashSet<IdempotencyKey> _keys = [];

    /// <exception cref="ArgumentException">The key came before.</exception>
    public void Send(IdempotencyKey key)
    {
        if (!_keys.Add(key))
            throw new ArgumentException("A request with this key came before. Give each key once.", nameof(key));
        _ledger.Send(key);
    }

    public KeyedOutcome Settle(IdempotencyKey key, WriteOutcome outcome)
    {
        _ledger.Settle(key, outcome);
        return new KeyedOutcome(key, outcome);
    }

    /// <summary>Ends the writing.</summary>
    public IReadOnlyList<KeyedOutcome> Close() => _ledger.Close(new RecordIssue
    {
        Code = ConnectorErrorCodes.NoOutcome,
        Kind = IssueKind.UnknownOutcome,
        Message = "The writing ended without telling what became of the record.",
        Remedy = "Read the record back by its external id before sending it again.",
    });
}
