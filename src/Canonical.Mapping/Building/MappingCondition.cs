using System.Text.Json.Nodes;

namespace Canonical.Mapping;

/// <summary>A condition of a mapping document: a text in the expression language by assignment, or a test of one path. Immutable and safe to share between threads.</summary>
public sealed class MappingCondition
{
    private readonly Func<JsonNode> _node;

    private MappingCondition(Func<JsonNode> node) => _node = node;

    /// <summary>A condition in the expression language, such as <c>Status in ('Open', 'Held') and not exists(ClosedDate)</c>.</summary>
    /// <param name="expression">The expression.</param>
    public static implicit operator MappingCondition(string expression) => FromString(expression);

    /// <summary>A condition in the expression language.</summary>
    /// <param name="expression">The expression.</param>
    public static MappingCondition FromString(string expression)
    {
        ArgumentException.ThrowIfNullOrEmpty(expression);
        return new MappingCondition(() => JsonValue.Create(expression));
    }

    /// <summary>The member equals a literal.</summary>
    /// <param name="path">Path of the member.</param>
    /// <param name="value">The literal.</param>
    public static MappingCondition Equal(string path, MappingLiteral value) => new(() => new JsonObject { ["path"] = path, ["equals"] = value.Node() });

    /// <summary>The member equals one of some literals.</summary>
    /// <param name="path">Path of the member.</param>
    /// <param name="values">The literals.</param>
    public static MappingCondition In(string path, params IReadOnlyList<MappingLiteral> values) => new(() => new JsonObject { ["path"] = path, ["in"] = new JsonArray([.. values.Select(value => value.Node())]) });

    /// <summary>The member is there and not null, or not.</summary>
    /// <param name="path">Path of the member.</param>
    /// <param name="exists">False for a member that must be missing.</param>
    public static MappingCondition Exists(string path, bool exists = true) => new(() => new JsonObject { ["path"] = path, ["exists"] = exists });

    internal JsonNode Node() => _node();
}
