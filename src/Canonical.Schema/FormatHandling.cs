namespace Canonical.Schema;

/// <summary>What the <c>format</c> keyword does. Thread-safe: a value.</summary>
public enum FormatHandling
{
    /// <summary>A string that does not match a known <c>format</c> is an error. The default: contracts mean what they say. Unknown formats are ignored.</summary>
    Assert,

    /// <summary><c>format</c> never fails a document.</summary>
    Annotate,

    /// <summary>As the dialect says: an annotation, unless the metaschema requires the format-assertion vocabulary (JSON Schema 2020-12, "Validation", section 7.2).</summary>
    FollowDialect,
}
