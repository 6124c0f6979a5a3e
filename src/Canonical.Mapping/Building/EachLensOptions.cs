namespace Canonical.Mapping;

/// <summary>What a lens over an array may say. Immutable and safe to share between threads.</summary>
public sealed record EachLensOptions : LensOptionsBase
{
    /// <summary>In which direction the array must be there. In none by default.</summary>
    public MappingRequired Required { get; init; }

    /// <summary>Which of the vendor's elements are taken; null for all. Needs <see cref="LensOptionsBase.Loss"/>.</summary>
    public MappingCondition? Where { get; init; }

    /// <summary>Which canonical elements are sent; null for all. Needs <see cref="LensOptionsBase.Loss"/>.</summary>
    public MappingCondition? WhereTarget { get; init; }
}
