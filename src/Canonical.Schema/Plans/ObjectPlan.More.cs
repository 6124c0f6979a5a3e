namespace Canonical.Schema;

// What is decided at the end of an object, when all names are known.
internal sealed unsafe partial class ObjectPlan<TBits>
{
    private Dependency[] _dependencies = [];
    private Condition[] _conditions = [];

    /// <summary>What a name requires: other names, or a plan for the whole object.</summary>
    private sealed record Dependency(int Name, TBits Required, PlanSlot? Plan);

    /// <summary>A term holds when its property was seen with one of its values (a bit), or seen at all (no bit), or is absent where absence is allowed.</summary>
    private sealed record Condition(Term[] Terms, TBits ThenRequired, PlanSlot? Then, TBits ElseRequired, PlanSlot? Else);

    private sealed record Term(int Name, int Bit, bool MustBePresent);

    private void AddWatches()
    {
        var bit = 0;
        foreach (var condition in _rules.Conditions)
        {
            foreach (var (name, values, _) in condition.Terms)
            {
                if (values is null) continue;
                ref var slot = ref _slots[name];
                slot.Watches = [.. slot.Watches ?? [], new Watch(bit++, values)];
            }
        }
    }

    private void LinkMore()
    {
        if (!_hasMore) return;
        var dependencies = new List<Dependency>();
        foreach (var (name, required, _) in _rules.DependentRequired) dependencies.Add(new Dependency(name, Bits(required), null));
        foreach (var (name, plan) in _rules.DependentSchemas) dependencies.Add(new Dependency(name, default, plan));
        _dependencies = dependencies.ToArray();
        var bit = 0;
        var conditions = new List<Condition>();
        foreach (var rules in _rules.Conditions)
        {
            var terms = new List<Term>();
            foreach (var (name, values, mustBePresent) in rules.Terms) terms.Add(new Term(name, values is null ? -1 : bit++, mustBePresent));
            conditions.Add(new Condition(terms.ToArray(), Bits(rules.ThenRequired), rules.Then, Bits(rules.ElseRequired), rules.Else));
        }
        _conditions = conditions.ToArray();
    }

    private bool CheckMore(byte* start, in TBits seen, ulong matched, long count, ref Walk walk)
    {
        if (count < _rules.MinProperties || count > _rules.MaxProperties) return false;
        foreach (var dependency in _dependencies)
        {
            if (!seen.Has(dependency.Name)) continue;
            if (!seen.Covers(dependency.Required)) return false;
            if (dependency.Plan is not null && dependency.Plan.Plan.Run(start, ref walk) == null) return false;
        }
        foreach (var condition in _conditions)
        {
            var holds = true;
            foreach (var term in condition.Terms)
            {
                holds &= seen.Has(term.Name) ? term.Bit < 0 || (matched & 1UL << term.Bit) != 0 : !term.MustBePresent;
            }
            if (!seen.Covers(holds ? condition.ThenRequired : condition.ElseRequired)) return false;
            var plan = holds ? condition.Then : condition.Else;
            if (plan is not null && plan.Plan.Run(start, ref walk) == null) return false;
        }
        return true;
    }
}
