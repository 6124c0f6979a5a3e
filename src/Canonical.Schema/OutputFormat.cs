namespace Canonical.Schema;

/// <summary>The output formats of JSON Schema 2020-12, "Core", section 12.4. Thread-safe: a value.</summary>
public enum OutputFormat
{
    /// <summary>Only whether the document is valid.</summary>
    Flag,

    /// <summary>Every error in a flat list.</summary>
    Basic,

    /// <summary>The errors as a tree that follows the schema, without the branches that say nothing.</summary>
    Detailed,
}
