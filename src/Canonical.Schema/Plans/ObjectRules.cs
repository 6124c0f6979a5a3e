using System.Text;

namespace Canonical.Schema;

/// <summary>The rules of an object, merged from all schemas that apply to it.</summary>
internal sealed class ObjectRules
{
    public readonly List<string> Names = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    /// <summary>The plans of the values, by index of <see cref="Names"/>.</summary>
    public readonly List<PlanSlot> Values = [];
    public readonly List<int> Required = [];
    public readonly List<DependentNames> DependentRequired = [];
    public readonly List<DependentPlan> DependentSchemas = [];
    public readonly List<ConditionRules> Conditions = [];
    public readonly List<PlanSlot> PropertyNames = [];
    public readonly List<TextPattern> Patterns = [];

    /// <summary>The plan of a value by which patterns its name matches, one bit each; the first is for none.</summary>
    public PlanSlot[] Others = [];
    public long MinProperties;
    public long MaxProperties = long.MaxValue;

    /// <summary>Where the object's part of <see cref="Walk.Successors"/> begins.</summary>
    public int SuccessorBase;

    /// <summary>Which patterns a name matches, one bit each.</summary>
    public int MatchPatterns(ReadOnlySpan<byte> name)
    {
        var mask = 0;
        for (var i = 0; i < Patterns.Count; i++)
        {
            if (Patterns[i].IsMatch(name, out _)) mask |= 1 << i;
        }
        return mask;
    }

    /// <summary>The place of a pattern of the same text, or -1.</summary>
    public int PatternIndex(TextPattern pattern)
    {
        for (var i = 0; i < Patterns.Count; i++)
        {
            if (Patterns[i].Source == pattern.Source) return i;
        }
        return -1;
    }

    public int Index(string name)
    {
        if (_index.TryGetValue(name, out var index)) return index;
        _index.Add(name, Names.Count);
        Names.Add(name);
        return Names.Count - 1;
    }
}

/// <summary>A plan that a name requires for the whole object.</summary>
internal sealed class DependentPlan(int name, PlanSlot plan)
{
    public readonly int Name = name;
    public readonly PlanSlot Plan = plan;
}

/// <summary>A property, its values as JSON writes them, or null when its presence is enough, and whether its absence makes the condition false.</summary>
internal sealed class ConditionTerm(int name, byte[][]? values, bool mustBePresent)
{
    public readonly int Name = name;
    public readonly byte[][]? Values = values;
    public readonly bool MustBePresent = mustBePresent;

    /// <summary>Which bit its value sets; none when its presence is enough.</summary>
    public int Bit = -1;
}

/// <summary>A term of a condition: the values that set its bit.</summary>
internal sealed class Watch(int bit, byte[][] values)
{
    public readonly int Bit = bit;
    public readonly byte[][] Values = values;
}

/// <summary>An if/then/else whose condition asks only whether properties have certain values: decided by bits while the object is read.</summary>
internal sealed class ConditionRules
{
    /// <summary>All must hold.</summary>
    public readonly List<ConditionTerm> Terms = [];
    public int[] ThenRequired = [];
    public PlanSlot? Then;
    public int[] ElseRequired = [];
    public PlanSlot? Else;

    /// <summary>The value as raw JSON, or null when it has more than one writing.</summary>
    public static byte[]? Raw(SchemaValue value) => value.Kind switch
    {
        SchemaKind.Null => "null"u8.ToArray(),
        SchemaKind.True => "true"u8.ToArray(),
        SchemaKind.False => "false"u8.ToArray(),
        SchemaKind.String => Encoding.UTF8.GetBytes("\"" + value.Text + "\""),
        _ => null,
    };
}
