namespace Canonical.Mapping;

/// <summary>A mapping in one direction, ready to run: the places that are read, what happens with them, the places that are written. Immutable but for the runs it keeps for the next record.</summary>
internal sealed class MappingPlan
{
    // One place in a line of the cache, so that threads do not take each other's.
    private const int Apart = 8;

    private readonly PlanRun?[] _idle = new PlanRun?[Math.Max(4, 2 * Environment.ProcessorCount) * Apart];

    public MappingPlan(
        MappingDocument document, MappingDirection direction, Step[] steps, ReadNode source, int readSlots, WriteNode target, int writeSlots, byte[] constants)
    {
        Document = document;
        Direction = direction;
        Steps = steps;
        (Source, ReadSlots) = (source, readSlots);
        (Target, WriteSlots) = (target, writeSlots);
        Constants = constants;
    }

    public MappingDocument Document { get; }

    public MappingDirection Direction { get; }

    public Step[] Steps { get; }

    public ReadNode Source { get; }

    public int ReadSlots { get; }

    public WriteNode Target { get; }

    public int WriteSlots { get; }

    public byte[] Constants { get; }

    /// <summary>A run that nobody else uses, until it is given back.</summary>
    public PlanRun Rent()
    {
        var idle = _idle;
        for (int i = 0, at = First(); i < idle.Length; i += Apart, at = Next(at))
        {
            if (idle[at] is not null && Interlocked.Exchange(ref idle[at], null) is { } run)
                return run;
        }

        return new PlanRun(this);
    }

    public void Return(PlanRun run)
    {
        run.Stop();
        if (!run.IsSmall)
            return;
        var idle = _idle;
        for (int i = 0, at = First(); i < idle.Length; i += Apart, at = Next(at))
        {
            if (idle[at] is null && Interlocked.CompareExchange(ref idle[at], run, null) is null)
                return;
        }
    }

    // The place of the processor that the thread is on: the run that it used last is in its cache.
    private int First() => (int)((uint)Thread.GetCurrentProcessorId() % (uint)(_idle.Length / Apart)) * Apart;

    private int Next(int at) => at + Apart == _idle.Length ? 0 : at + Apart;
}
