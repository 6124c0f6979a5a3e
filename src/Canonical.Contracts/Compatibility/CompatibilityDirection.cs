namespace Canonical.Contracts;

/// <summary>Whom a change may break. Thread-safe: a value.</summary>
[Flags]
public enum CompatibilityDirection
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>Writers of the old version: what they send must be accepted by readers of the new one. Confluent calls this BACKWARD.</summary>
    Producer = 1,

    /// <summary>Readers of the old version: they must accept what writers of the new one send. Confluent calls this FORWARD.</summary>
    Consumer = 2,

    /// <summary>Both.</summary>
    Both = Producer | Consumer,
}
