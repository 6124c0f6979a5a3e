namespace Canonical.Mapping;

/// <summary>The outcome of a conversion: a value, nothing (the member stays unset), or a failure that says what was expected. Immutable and safe to share between threads.</summary>
public readonly record struct ConversionResult
{
    private ConversionResult(JsonScalar? value, string? expected)
    {
        Value = value;
        Expected = expected;
    }

    /// <summary>The member stays unset, for instance because the vendor writes an empty string for "none".</summary>
    public static ConversionResult Unset => default;

    /// <summary>The converted value, or null.</summary>
    public JsonScalar? Value { get; }

    /// <summary>What was expected, in words for people and without the value; null when nothing failed.</summary>
    public string? Expected { get; }

    /// <summary>True when the value could not be converted.</summary>
    public bool Failed => Expected is not null;

    /// <summary>A converted value.</summary>
    /// <param name="value">The value.</param>
    public static ConversionResult Converted(JsonScalar value) => new(value, null);

    /// <summary>A failure.</summary>
    /// <param name="expected">What was expected, such as <c>a calendar date YYYY-MM-DD</c>; never the value.</param>
    public static ConversionResult Fail(string expected)
    {
        ArgumentException.ThrowIfNullOrEmpty(expected);
        return new ConversionResult(null, expected);
    }
}
