using Canonical.Model;

namespace Canonical.Cli;

// What the user says about where changes come from; the rest is in the first source reference of each object.
internal sealed record EventOrigin(string Tenant, string? System, string? Instance)
{
    // The ledger's sequence of the next change; null where there is no ledger.
    public long? Sequence { get; set; }

    public DateTimeOffset? Time { get; init; }

    public string? TraceParent { get; init; }

    public string? CorrelationId { get; init; }

    public string? CausationId { get; init; }

    public EventContext For(SourceRef? source)
    {
        var system = System ?? source?.System;
        var instance = Instance ?? source?.Instance;
        if (system is null || instance is null) throw CliException.Usage("The object names no source record in sourceRefs: give --system and --instance.");
        var sequence = Sequence;
        if (sequence is not null) Sequence = sequence + 1;
        return new(Tenant, system, instance) { Sequence = sequence, Time = Time, TraceParent = TraceParent, CorrelationId = CorrelationId, CausationId = CausationId };
    }
}
