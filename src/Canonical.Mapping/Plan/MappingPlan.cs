namespace Canonical.Mapping;

/// <summary>A mapping in one direction, ready to run: the places that are read, what happens with them, the places that are written. Immutable but for the runs it keeps for the next record.</summary>
internal sealed class MappingPlan
{
    private readonly PlanRun?[] _idle = new PlanRun?[Math.Max(4, 2 * Environment.ProcessorCount)];

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
        for (var i = 0; i < _idle.Length; i++)
        {
            if (_idle[i] is not null && Interlocked.Exchange(ref _idle[i], null) is { } run)
                return run;
        }

        return new PlanRun(this);
    }

    public void Return(PlanRun run)
    {
        run.Stop();
        if (!run.IsSmall)
            return;
        for (var i = 0; i < _idle.Length; i++)
        {
            if (_idle[i] is null && Interlocked.CompareExchange(ref _idle[i], run, null) is null)
                return;
        }
    }
}
