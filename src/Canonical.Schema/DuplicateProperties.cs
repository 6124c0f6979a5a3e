namespace Canonical.Schema;

/// <summary>What to do when an object names a property twice (RFC 8259, section 4, leaves it open). Thread-safe: a value.</summary>
public enum DuplicateProperties
{
    /// <summary>The document is rejected, because readers differ in which of the values they take. The default.</summary>
    Reject,

    /// <summary>Every occurrence is validated on its own; none is an error.</summary>
    Allow,
}
