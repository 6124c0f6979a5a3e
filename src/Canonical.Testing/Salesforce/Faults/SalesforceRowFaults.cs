namespace Canonical.Testing;

/// <summary>The faults in store for single rows of writes. They are tried in the order in which they were added. Thread-safe.</summary>
public sealed class SalesforceRowFaults
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private Random _random = new(1);
    private int _hits;

    internal SalesforceRowFaults()
    {
    }

    /// <summary>How many rows were hit so far.</summary>
    public int Hits => Volatile.Read(ref _hits);

    /// <summary>Adds a fault behind the others.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>The same faults.</returns>
    public SalesforceRowFaults Add(SalesforceRowFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate)
            _entries.Add(new Entry(fault));
        return this;
    }

    /// <summary>Sets the generator by which rates are drawn.</summary>
    /// <param name="seed">The seed; 1 at first.</param>
    public void Seed(int seed)
    {
        lock (_gate)
            _random = new Random(seed);
    }

    /// <summary>Takes all faults out.</summary>
    public void Clear()
    {
        lock (_gate)
            _entries.Clear();
    }

    internal void Check(string objectName)
    {
        lock (_gate)
        {
            foreach (Entry entry in _entries)
            {
                SalesforceRowFault fault = entry.Fault;
                if (entry.Left == 0 || (fault.ObjectName is not null && !string.Equals(fault.ObjectName, objectName, StringComparison.OrdinalIgnoreCase)))
                    continue;
                if (entry.ToSkip > 0)
                {
                    entry.ToSkip--;
                    continue;
                }

                if (fault.Rate < 1 && _random.NextDouble() >= fault.Rate)
                    continue;
                entry.Left--;
                Interlocked.Increment(ref _hits);
                throw new SalesforceApiException(400, fault.ErrorCode, fault.Message, fault.Fields);
            }
        }
    }

    private sealed class Entry(SalesforceRowFault fault)
    {
        public SalesforceRowFault Fault { get; } = fault;

        public int ToSkip { get; set; } = fault.Skip;

        public int Left { get; set; } = fault.Times;
    }
}
