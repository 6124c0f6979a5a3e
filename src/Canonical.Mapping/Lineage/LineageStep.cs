namespace Canonical.Mapping;

/// <summary>One way in which a field gets its value: which fields of the other side, through which lens. Immutable and safe to share between threads.</summary>
public sealed record LineageStep
{
    /// <summary>The id of the lens; null for what the mapper itself does.</summary>
    public string? Lens { get; init; }

    /// <summary>The kind of the lens, such as <c>field</c>; <c>header</c> for what the mapper itself does.</summary>
    public required string Kind { get; init; }

    /// <summary>The ids of the lenses around it, the outermost first.</summary>
    public IReadOnlyList<string> Within { get; init; } = [];

    /// <summary>The fields of the other side that the value comes from; <c>[]</c> stands for every element of an array. Empty for a fixed value.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The fields that only decide whether or how the lens runs: those of conditions, filters and dates.</summary>
    public IReadOnlyList<string> ConditionFields { get; init; } = [];

    /// <summary>The converter, or null.</summary>
    public string? Converter { get; init; }

    /// <summary>The fixed value or the parameter, as <c>"organization"</c> or <c>parameter orgCurrency</c>, and what a reference leads to, as <c>to customer</c>; null when there is none.</summary>
    public string? Value { get; init; }

    /// <summary>The conditions under which it runs on the way to the canonical object, as text, the outermost first.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>The one direction it runs in, or null for both.</summary>
    public MappingDirection? Direction { get; init; }

    /// <summary>What is lost forth and back, or null.</summary>
    public string? Loss { get; init; }

    /// <summary>The overlay that brought the lens, id and version such as <c>acme.emea-accounts/1.0.0</c>, or null for the mapping itself.</summary>
    public string? Overlay { get; init; }

    /// <summary>The codes of a table: the vendor's and the canonical one, as JSON; empty for other kinds.</summary>
    public IReadOnlyList<LineageCode> Codes { get; init; } = [];
}
