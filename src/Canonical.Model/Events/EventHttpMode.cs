namespace Canonical.Model;

/// <summary>How an event lies in an HTTP message (CloudEvents HTTP Protocol Binding 1.0.2). Thread-safe: a value.</summary>
public enum EventHttpMode
{
    /// <summary>Attributes in headers, the data as the body.</summary>
    Binary,

    /// <summary>One event as JSON in the body.</summary>
    Structured,

    /// <summary>Several events as JSON in the body.</summary>
    Batch,
}
