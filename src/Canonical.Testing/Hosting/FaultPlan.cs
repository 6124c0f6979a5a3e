namespace Canonical.Testing;

/// <summary>The faults that a sandbox has in store. They are tried in the order in which they were added; the first that fits, has hits left and is drawn by its rate is used. Thread-safe.</summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private Random _random = new(1);

    /// <summary>Adds a fault behind the others.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>The same plan.</returns>
    public FaultPlan Add(SandboxFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate)
            _entries.Add(new Entry(fault));
        return this;
    }

    /// <summary>Adds a fault for a while.</summary>
    /// <param name="fault">The fault; <see cref="SandboxFault.Times"/> limits it all the same.</param>
    /// <returns>Takes the fault out when it is disposed of.</returns>
    public IDisposable During(SandboxFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var entry = new Entry(fault);
        lock (_gate)
            _entries.Add(entry);
        return new Scope(this, entry);
    }

    /// <summary>Sets the generator by which the rates are drawn. With requests that come one after the other, the same seed gives the same faults.</summary>
    /// <param name="seed">The seed; 1 at first.</param>
    /// <returns>The same plan.</returns>
    public FaultPlan Seed(int seed)
    {
        lock (_gate)
            _random = new Random(seed);
        return this;
    }

    /// <summary>Takes all faults out.</summary>
    public void Clear()
    {
        lock (_gate)
            _entries.Clear();
    }

    /// <summary>How often faults were used so far.</summary>
    public int Hits
    {
        get
        {
            lock (_gate)
                return field;
        }
        private set;
    }

    internal SandboxFault? Take(string method, string pathAndQuery)
    {
        lock (_gate)
        {
            foreach (Entry entry in _entries)
            {
                if (entry.Left == 0 || !entry.Fits(method, pathAndQuery))
                    continue;
                if (entry.ToSkip > 0)
                {
                    entry.ToSkip--;
                    continue;
                }

                if (entry.Fault.Rate < 1 && _random.NextDouble() >= entry.Fault.Rate)
                    continue;
                entry.Left--;
                Hits++;
                return entry.Fault;
            }

            return null;
        }
    }

    private sealed class Entry(SandboxFault fault)
    {
        public SandboxFault Fault { get; } = fault;

        public int ToSkip { get; set; } = fault.Skip;

        public int Left { get; set; } = fault.Times;

        public bool Fits(string method, string pathAndQuery) =>
            (Fault.Method is null || string.Equals(Fault.Method, method, StringComparison.OrdinalIgnoreCase))
            && (Fault.PathContains is null || pathAndQuery.Contains(Fault.PathContains, StringComparison.Ordinal))
            && (Fault.Fits is null || Fault.Fits(method, pathAndQuery));
    }

    private sealed class Scope(FaultPlan plan, Entry entry) : IDisposable
    {
        public void Dispose()
        {
            lock (plan._gate)
                plan._entries.Remove(entry);
        }
    }
}
