namespace Canonical.Schema;

// What is decided at the end of an object, when all names are known.
internal sealed unsafe partial class ObjectPlan<TBits>
{
    private (int Name, TBits Required)[] _dependentRequired = [];
    private (int Name, Plan Plan)[] _dependentSchemas = [];
    private Condition[] _conditions = [];

    /// <summary>A term holds when its property was seen with one of its values (a bit), or seen at all (no bit), or is absent where absence is allowed.</summary>
    private sealed record Condition((int Name, int Bit, bool MustBePresent)[] Terms, TBits ThenRequired, Plan? Then, TBits ElseRequired, Plan? Else);

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
        _dependentRequired = [.. _rules.DependentRequired.Select(static d => (d.Name, Bits(d.Required)))];
        _dependentSchemas = [.. _rules.DependentSchemas.Select(static d => (d.Name, d.Plan.Plan))];
        var bit = 0;
        _conditions = [.. _rules.Conditions.Select(c => new Condition(
            [.. c.Terms.Select(t => (t.Name, t.Values is null ? -1 : bit++, t.MustBePresent))],
            Bits(c.ThenRequired), c.Then?.Plan, Bits(c.ElseRequired), c.Else?.Plan))];
    }

    private bool CheckMore(byte* start, in TBits seen, ulong matched, long count, ref Walk walk)
    {
        if (count < _rules.MinProperties || count > _rules.MaxProperties) return false;
        foreach (var (name, required) in _dependentRequired)
        {
            if (seen.Has(name) && !seen.Covers(required)) return false;
        }
        foreach (var (name, plan) in _dependentSchemas)
        {
            if (seen.Has(name) && plan.Run(start, ref walk) == null) return false;
        }
        foreach (var condition in _conditions)
        {
            var holds = true;
            foreach (var (name, bit, mustBePresent) in condition.Terms)
            {
                holds &= seen.Has(name) ? bit < 0 || (matched & 1UL << bit) != 0 : !mustBePresent;
            }
            if (!seen.Covers(holds ? condition.ThenRequired : condition.ElseRequired)) return false;
            var plan = holds ? condition.Then : condition.Else;
            if (plan is not null && plan.Run(start, ref walk) == null) return false;
        }
        return true;
    }
}
