namespace Canonical.Schema;

/// <summary>
/// What one place of a document must be, for the one-pass validator: reads the value, decides, and returns the place after it. A class for each shape of schema, chosen when the schema is compiled, so that validating is one
/// virtual call a value and nothing is asked twice. Immutable after <see cref="Link"/>.
/// </summary>
internal abstract unsafe class Plan
{
    /// <summary>Reads the value whose first byte is at <paramref name="p"/>. Returns the byte after it, or null when it breaks a rule, is no JSON, or <see cref="Walk.Bail"/> was set.</summary>
    public abstract byte* Run(byte* p, ref Walk walk);

    /// <summary>Takes the plans of the children, when all are built.</summary>
    public virtual void Link()
    {
    }

    /// <summary>The kinds that it may accept: lets alternatives be left out by the first byte.</summary>
    public virtual JsonTypes Kinds => JsonTypes.All;
}

/// <summary>A place for a plan that is not built yet: schemas refer to themselves.</summary>
internal sealed class PlanSlot
{
    public Plan Plan = null!;

    /// <summary>The nodes that the plan is for, and the alternatives that are known to be meant.</summary>
    public Node[] Nodes = [];
    public Choice[] Choices = [];

    public static Plan[] Plans(IReadOnlyList<PlanSlot> slots)
    {
        var plans = new Plan[slots.Count];
        for (var i = 0; i < plans.Length; i++) plans[i] = slots[i].Plan;
        return plans;
    }
}
