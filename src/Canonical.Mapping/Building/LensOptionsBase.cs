namespace Canonical.Mapping;

/// <summary>What every lens may say; the options of each kind add their own. Immutable and safe to share between threads.</summary>
public abstract record LensOptionsBase
{
    /// <summary>The id, unique in the document and stable. Null takes the canonical path, behind the id of the lens that holds it; a path with selectors or quoted names needs an id.</summary>
    public string? Id { get; init; }

    /// <summary>A note for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The one direction it runs in, or null for both. Needs <see cref="Loss"/>.</summary>
    public MappingDirection? Only { get; init; }

    /// <summary>What is lost forth and back, for people; null when nothing is.</summary>
    public string? Loss { get; init; }
}
