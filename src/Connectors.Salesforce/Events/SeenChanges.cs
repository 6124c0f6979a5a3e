namespace Connectors.Salesforce;

/// <summary>The changes that were given of late, by transaction, place in it and record. Bounded: the oldest are forgotten, and would then be given again.</summary>
internal sealed class SeenChanges
{
    private const int Most = 20_000;

    private readonly HashSet<(string Transaction, long Sequence, string Record)> _seen = [];
    private readonly Queue<(string, long, string)> _order = new();

    public bool Contains(ChangeEvent change, string record) => change.TransactionKey.Length > 0 && _seen.Contains((change.TransactionKey, change.SequenceNumber, record));

    /// <summary>Remembers a change, once what came of it was read.</summary>
    public void Add(ChangeEvent change, string record)
    {
        if (change.TransactionKey.Length == 0 || !_seen.Add((change.TransactionKey, change.SequenceNumber, record)))
            return;
        _order.Enqueue((change.TransactionKey, change.SequenceNumber, record));
        if (_order.Count > Most)
            _seen.Remove(_order.Dequeue());
    }
}
