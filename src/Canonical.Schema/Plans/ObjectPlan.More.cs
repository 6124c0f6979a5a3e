namespace Canonical.Schema;

// What is decided at the end of an object, when all names are known.
internal sealed unsafe partial class ObjectPlan<TBits>
{
    private Dependency[] _dependencies = [];
    private Condition[] _conditions = [];

    /// <summary>What a name requires: other names, or a plan for the whole object.</summary>
    private sealed class Dependency(int name, TBits required, PlanSlot? plan)
    {
        public readonly int Name = name;
        public readonly TBits Required = required;
        public readonly PlanSlot? Plan = plan;
    }

    /// <summary>A term holds when its property was seen with one of its values (a bit), or seen at all (no bit), or is absent where absence is allowed.</summary>
    private sealed class Condition(ConditionRules rules, TBits thenRequired, TBits elseRequired)
    {
        public readonly ConditionTerm[] Terms = rules.Terms.ToArray();
        public readonly TBits ThenRequired = thenRequired, ElseRequired = elseRequired;
        public readonly PlanSlot? Then = rules.Then, Else = rules.Else;
    }

    private void AddWatches()
    {
        var bit = 0;
        foreach (var condition in _rules.Conditions)
        {
            foreach (var term in condition.Terms)
            {
                if (term.Values is null) continue;
                ref var watches = ref _slots[term.Name].Watches;
                watches ??= [];
                Array.Resize(ref watches, watches.Length + 1);
                watches[^1] = new Watch(bit, term.Values);
                term.Bit = bit++;
            }
        }
    }

    private void LinkMore()
    {
        var count = _rules.DependentRequired.Count;
        _dependencies = new Dependency[count + _rules.DependentSchemas.Count];
        for (var i = 0; i < count; i++) _dependencies[i] = new Dependency(_rules.DependentRequired[i].Name, Bits(_rules.DependentRequired[i].Required), null);
        for (var i = count; i < _dependencies.Length; i++) _dependencies[i] = new Dependency(_rules.DependentSchemas[i - count].Name, default, _rules.DependentSchemas[i - count].Plan);
        _conditions = new Condition[_rules.Conditions.Count];
        for (var i = 0; i < _conditions.Length; i++) _conditions[i] = new Condition(_rules.Conditions[i], Bits(_rules.Conditions[i].ThenRequired), Bits(_rules.Conditions[i].ElseRequired));
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
