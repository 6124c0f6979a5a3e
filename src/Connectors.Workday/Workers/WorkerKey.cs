namespace Connectors.Workday;

/// <summary>A key of a worker: an ID type and its value, for example <c>WID</c> and 32 hexadecimal digits, or <c>Employee_ID</c> and <c>21001</c>. Immutable and thread-safe.</summary>
public readonly record struct WorkerKey
{
    /// <summary>The ID type of the Workday ID.</summary>
    public const string WidType = "WID";

    /// <summary>Creates a key.</summary>
    /// <param name="type">The ID type.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">One of them is empty.</exception>
    public WorkerKey(string type, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        Type = type;
        Value = value;
    }

    /// <summary>The ID type; null in the default value, which is no key.</summary>
    public string Type { get; }

    /// <summary>The value; null in the default value, which is no key.</summary>
    public string Value { get; }

    /// <summary>The form of Workday's REST services: <c>Employee_ID=21001</c>.</summary>
    /// <returns>Type, equals sign, value.</returns>
    public override string ToString() => $"{Type}={Value}";
}
