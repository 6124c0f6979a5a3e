namespace Canonical.Model;

/// <summary>The type of an extension attribute, as far as JSON tells it apart. Thread-safe: a value.</summary>
public enum EventAttributeKind
{
    /// <summary>A text; CloudEvents' binary, URI and timestamp are texts in JSON too.</summary>
    Text,

    /// <summary>An integer of 32 bits with sign.</summary>
    Number,

    /// <summary>A truth value.</summary>
    Boolean,
}
