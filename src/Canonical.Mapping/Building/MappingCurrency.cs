namespace Canonical.Mapping;

/// <summary>Where the currency of an amount comes from. At least one of path, parameter and value is given. Immutable and safe to share between threads.</summary>
public sealed record MappingCurrency
{
    /// <summary>Path of the vendor's currency, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The name of a table from the vendor's currency to an ISO 4217 code, or null.</summary>
    public string? Table { get; init; }

    /// <summary>The name of the parameter that is taken where the path has nothing, or null.</summary>
    public string? Parameter { get; init; }

    /// <summary>An ISO 4217 code that is taken where the path has nothing, or null.</summary>
    public string? Value { get; init; }

    /// <summary>False when the currency is not written to the vendor, which needs a loss: an amount in another currency than the record has arrives in that one. True by default.</summary>
    public bool WriteBack { get; init; } = true;

    /// <summary>The vendor's member that holds an ISO 4217 code.</summary>
    /// <param name="path">Path of the member.</param>
    public static MappingCurrency At(string path) => new() { Path = path };
}
