namespace Connectors.Salesforce;

/// <summary>A condition of a query, made of checked names and escaped values alone. Immutable and thread-safe.</summary>
public sealed class SoqlCondition
{
    private readonly bool _isJoined;

    private SoqlCondition(string text, bool isJoined = false)
    {
        Text = text;
        _isJoined = isJoined;
    }

    internal string Text { get; }

    /// <summary>The field has the value. Texts compare without regard to case.</summary>
    /// <param name="field">The field, with parents such as <c>Account.Name</c>.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The field is not a name.</exception>
    public static SoqlCondition Equal(string field, SoqlValue value) => Compare(field, "=", value);

    /// <summary>The field has another value or none.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The field is not a name.</exception>
    public static SoqlCondition NotEqual(string field, SoqlValue value) => Compare(field, "!=", value);

    /// <summary>The field is below the value.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The field is not a name.</exception>
    public static SoqlCondition LessThan(string field, SoqlValue value) => Compare(field, "<", value);

    /// <summary>The field is below the value or has it.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The field is not a name.</exception>
    public static SoqlCondition LessThanOrEqual(string field, SoqlValue value) => Compare(field, "<=", value);

    /// <summary>The field is above the value.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The field is not a name.</exception>
    public static SoqlCondition GreaterThan(string field, SoqlValue value) => Compare(field, ">", value);

    /// <summary>The field is above the value or has it.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The field is not a name.</exception>
    public static SoqlCondition GreaterThanOrEqual(string field, SoqlValue value) => Compare(field, ">=", value);

    /// <summary>The text of the field begins with the value; <c>%</c> and <c>_</c> in it count as characters.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The beginning.</param>
    /// <exception cref="ArgumentException">The field is not a name.</exception>
    public static SoqlCondition StartsWith(string field, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Compare(field, "LIKE", SoqlValue.Prefix(value));
    }

    /// <summary>The field has one of the values. A query must fit into an address of 16,384 bytes, which is some hundred ids; <see cref="SalesforceClient.QueryInAsync"/> takes longer lists.</summary>
    /// <param name="field">The field.</param>
    /// <param name="values">At least one value.</param>
    /// <exception cref="ArgumentException">The field is not a name, or there is no value: SOQL has no empty list.</exception>
    public static SoqlCondition In(string field, params IEnumerable<SoqlValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        string list = string.Join(',', values.Select(static v => v.Text));
        if (list.Length == 0)
            throw new ArgumentException("SOQL has no empty list: leave the query out when there is nothing to ask for.", nameof(values));
        return new SoqlCondition($"{SoqlName.Field(field, nameof(field))} IN ({list})");
    }

    /// <summary>All conditions hold.</summary>
    /// <param name="conditions">At least one condition.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static SoqlCondition All(params IReadOnlyList<SoqlCondition> conditions) => Join(" AND ", conditions);

    /// <summary>At least one condition holds.</summary>
    /// <param name="conditions">At least one condition.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static SoqlCondition Any(params IReadOnlyList<SoqlCondition> conditions) => Join(" OR ", conditions);

    /// <summary>The condition does not hold.</summary>
    /// <param name="condition">The condition.</param>
    public static SoqlCondition Not(SoqlCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        // Joined as well, since "a AND NOT b" without brackets is refused.
        return new SoqlCondition($"NOT ({condition.Text})", isJoined: true);
    }

    private static SoqlCondition Compare(string field, string op, SoqlValue value) => new($"{SoqlName.Field(field, nameof(field))} {op} {value.Text}");

    private static SoqlCondition Join(string joint, IReadOnlyList<SoqlCondition> conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        return conditions.Count switch
        {
            0 => throw new ArgumentException("Give at least one condition.", nameof(conditions)),
            1 => conditions[0],
            // AND and OR have no precedence in SOQL: side by side without brackets they are refused.
            _ => new SoqlCondition(string.Join(joint, conditions.Select(static c => c._isJoined ? $"({c.Text})" : c.Text)), isJoined: true),
        };
    }
}
