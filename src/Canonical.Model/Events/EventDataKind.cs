namespace Canonical.Model;

/// <summary>What the data of an event is. Thread-safe: a value.</summary>
public enum EventDataKind
{
    /// <summary>One JSON value.</summary>
    Json,

    /// <summary>A text that is not JSON, such as XML.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Binary,
}
