using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>The keys of one object type, for whoever's record is at hand: the last space is kept, since records come in runs of one tenant.</summary>
internal sealed class KeySpaces(string objectType)
{
    // Threads may overwrite each other's: every one of them is right, and immutable.
    private EntityKeySpace? _last;

    public CanonicalId Derive(PlanRun run, string system, in Value key)
    {
        var context = run.Context;
        var space = _last;
        if (space is null || space.Tenant != context.Tenant || space.System != system || space.Instance != context.Instance)
            _last = space = new EntityKeySpace(context.Tenant, objectType, system, context.Instance);
        return space.Derive(run.Text(key));
    }
}
