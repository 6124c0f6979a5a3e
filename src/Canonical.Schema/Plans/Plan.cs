namespace Canonical.Schema;

/// <summary>
/// What one place of a document must be, for the one-pass validator: reads the value, decides, and returns the place after it. A class for each shape of schema, chosen when the schema is compiled, so that validating is one
/// virtual call a value and nothing is asked twice. Immutable after <see cref="Link"/>.
/// </summary>
internal abstract unsafe class Plan
{
    /// <summary>Reads the value whose first byte is at <paramref name="p"/>. Returns the byte after it, or null when it breaks a rule, is no JSON, or <see cref="Walk.Bail"/> was set.</summary>
    public abstract byte* Run(byte* p, ref Walk walk);

    /// <summary>
    /// Reads a value that is probably wrong into a tape, for the report. Parts that are right become opaque entries that nothing goes into. Only plans whose children carry every rule that applies to them may leave parts out;
    /// the others read the value whole. Returns the byte after it, or null when it is no JSON.
    /// </summary>
    public virtual byte* Index(byte* p, ref Walk walk, ref JsonTape tape) => tape.ReadValue(p);

    /// <summary>Indexes the value of a property or an item.</summary>
    protected static byte* IndexChild(Plan? plan, byte* p, ref Walk walk, ref JsonTape tape)
    {
        if (plan is null || walk.Budget <= 0) return tape.ReadValue(p);
        // An array is indexed at once: if an item is wrong the others need not be read twice.
        if (plan is not ArrayPlan)
        {
            var end = BranchPlan.Try(plan, p, ref walk);
            if (end != null && !walk.Bail)
            {
                tape.AddOpaque(p, end);
                return end;
            }
            walk.Bail = false;
        }
        return plan.Index(p, ref walk, ref tape);
    }

    /// <summary>Takes the plans of the children, when all are built.</summary>
    public virtual void Link()
    {
    }

    /// <summary>True of plans that themselves refuse what is no object, or no array.</summary>
    public virtual bool IsOfOneKind => false;

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

    public static Plan[] Plans(PlanSlot[] slots)
    {
        var plans = new Plan[slots.Length];
        for (var i = 0; i < plans.Length; i++) plans[i] = slots[i].Plan;
        return plans;
    }
}
