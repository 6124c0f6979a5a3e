namespace Canonical.Contracts;

/// <summary>What must hold between two versions. Thread-safe: a value.</summary>
public enum CompatibilityMode
{
    /// <summary>Neither old writers nor old readers break: the default inside a major version.</summary>
    Full,

    /// <summary>Old writers do not break (Confluent BACKWARD).</summary>
    Producer,

    /// <summary>Old readers do not break (Confluent FORWARD).</summary>
    Consumer,

    /// <summary>Both directions on the contracts as they were written, without the writer's and the reader's view.</summary>
    Raw,
}
