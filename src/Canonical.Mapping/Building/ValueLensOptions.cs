namespace Canonical.Mapping;

/// <summary>What a lens that carries a value may say. Immutable and safe to share between threads.</summary>
public abstract record ValueLensOptions : LensOptionsBase
{
    /// <summary>In which direction the value must be there. In none by default.</summary>
    public MappingRequired Required { get; init; }

    /// <summary>How the vendor's member is cleared. By JSON null by default.</summary>
    public MappingClear Clear { get; init; }
}
