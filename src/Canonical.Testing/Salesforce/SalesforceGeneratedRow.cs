namespace Canonical.Testing;

/// <summary>Fills one generated record of the Salesforce sandbox. Called whenever the record is read, so it gives the same values for the same index each time.</summary>
/// <param name="index">The record's place, from 0.</param>
/// <param name="row">The record to fill.</param>
public delegate void SalesforceRowGenerator(int index, SalesforceGeneratedRow row);

/// <summary>A record that a <see cref="SalesforceRowGenerator"/> fills. Not thread-safe; good only during the call.</summary>
public sealed class SalesforceGeneratedRow
{
    private readonly SalesforceType _type;

    internal SalesforceGeneratedRow(SalesforceType type, int index)
    {
        _type = type;
        Index = index;
        Values = new object?[type.AllFields.Count];
    }

    /// <summary>The record's place, from 0.</summary>
    public int Index { get; }

    internal object?[] Values { get; }

    /// <summary>Sets a field. Values are <see cref="string"/>, <see cref="bool"/>, <see cref="decimal"/>, <see cref="int"/>, <see cref="DateOnly"/> and <see cref="DateTimeOffset"/> (cut to whole seconds).</summary>
    /// <param name="field">The field's name.</param>
    /// <exception cref="ArgumentException">The object has no such field, or the value's type is none of these.</exception>
    public object? this[string field]
    {
        set
        {
            int column = _type.IndexOf(field);
            if (column < 0)
                throw new ArgumentException($"The object '{_type.Name}' has no field '{field}' in the sandbox.", nameof(field));
            Values[column] = value switch
            {
                null or string or bool or decimal or DateOnly => value,
                int number => (decimal)number,
                DateTimeOffset instant => SalesforceValue.WholeSeconds(instant),
                _ => throw new ArgumentException($"'{_type.Name}.{field}' cannot be a {value.GetType().Name}.", nameof(value)),
            };
        }
    }
}
