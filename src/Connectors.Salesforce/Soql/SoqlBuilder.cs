using System.Globalization;
using System.Text;

namespace Connectors.Salesforce;

/// <summary>
/// Builds a query that cannot be injected: names must look like names, values are typed and escaped, and there is no way to add text.
/// Each method gives a new builder; builders are immutable and thread-safe.
/// </summary>
public sealed class SoqlBuilder
{
    private readonly IReadOnlyList<string> _fields;
    private readonly string _from;
    private IReadOnlyList<string> _children = [];
    private SoqlCondition? _where;
    private IReadOnlyList<string> _orderBy = [];
    private int? _limit;

    internal bool HasLimit => _limit is not null;

    private SoqlBuilder(IReadOnlyList<string> fields, string from)
    {
        _fields = fields;
        _from = from;
    }

    /// <summary>Begins a query.</summary>
    /// <param name="objectName">The object, such as <c>Account</c>.</param>
    /// <param name="fields">At least one field; parents are given as <c>Account.Name</c>. A field that is given twice is asked for once.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A name is not one, or there is no field.</exception>
    public static SoqlBuilder From(string objectName, params IEnumerable<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        string[] names = [.. fields.Select(static f => SoqlName.Field(f, nameof(fields))).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (names.Length == 0)
            throw new ArgumentException("Give at least one field.", nameof(fields));
        return new SoqlBuilder(names, SoqlName.Object(objectName, nameof(objectName)));
    }

    /// <summary>Adds the child records of a relation, which come as a query result within the record.</summary>
    /// <param name="relationship">The name of the child relation, such as <c>OpportunityLineItems</c> or <c>Lines__r</c>; each once.</param>
    /// <param name="fields">At least one field of the child.</param>
    /// <returns>A new builder.</returns>
    /// <exception cref="ArgumentException">A name is not one, or there is no field.</exception>
    public SoqlBuilder WithChildren(string relationship, params IEnumerable<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        string[] names = [.. fields.Select(static f => SoqlName.Field(f, nameof(fields))).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (names.Length == 0)
            throw new ArgumentException("Give at least one field.", nameof(fields));
        SoqlBuilder copy = Copy();
        copy._children = [.. _children, $"(SELECT {string.Join(", ", names)} FROM {SoqlName.Object(relationship, nameof(relationship))})"];
        return copy;
    }

    /// <summary>Adds a condition; when there is one already, both must hold.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns>A new builder.</returns>
    public SoqlBuilder Where(SoqlCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        SoqlBuilder copy = Copy();
        copy._where = _where is null ? condition : SoqlCondition.All(_where, condition);
        return copy;
    }

    /// <summary>Adds a field to sort by, behind those given before. Records without a value come first.</summary>
    /// <param name="field">The field.</param>
    /// <param name="descending">True to begin with the largest.</param>
    /// <returns>A new builder.</returns>
    /// <exception cref="ArgumentException">The field is not a name.</exception>
    public SoqlBuilder OrderBy(string field, bool descending = false)
    {
        SoqlBuilder copy = Copy();
        copy._orderBy = [.. _orderBy, SoqlName.Field(field, nameof(field)) + (descending ? " DESC" : "")];
        return copy;
    }

    /// <summary>Asks for no more than so many records.</summary>
    /// <param name="count">At least 1.</param>
    /// <returns>A new builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    public SoqlBuilder Limit(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        SoqlBuilder copy = Copy();
        copy._limit = count;
        return copy;
    }

    /// <summary>Finishes the query.</summary>
    /// <returns>The query.</returns>
    /// <exception cref="ArgumentException">It is longer than <see cref="Soql.MaxLength"/>.</exception>
    public Soql Build() => Finish(string.Join(", ", _fields.Concat(_children)));

    /// <summary>Finishes a query that only counts: its answer has a total and no records.</summary>
    /// <returns>The query.</returns>
    /// <exception cref="ArgumentException">It is longer than <see cref="Soql.MaxLength"/>.</exception>
    public Soql BuildCount() => Finish("COUNT()");

    private Soql Finish(string select)
    {
        var text = new StringBuilder().Append("SELECT ").Append(select).Append(" FROM ").Append(_from);
        if (_where is not null)
            text.Append(" WHERE ").Append(_where.Text);
        if (_orderBy.Count > 0 && select != "COUNT()")
            text.Append(" ORDER BY ").AppendJoin(", ", _orderBy);
        if (_limit is { } limit)
            text.Append(CultureInfo.InvariantCulture, $" LIMIT {limit}");
        return Soql.FromText(text.ToString());
    }

    private SoqlBuilder Copy() => new(_fields, _from) { _where = _where, _orderBy = _orderBy, _limit = _limit, _children = _children };
}
