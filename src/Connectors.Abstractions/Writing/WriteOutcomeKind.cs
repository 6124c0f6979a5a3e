namespace Connectors.Abstractions;

/// <summary>What became of one write.</summary>
public enum WriteOutcomeKind
{
    /// <summary>The record did not exist and does now.</summary>
    Created,

    /// <summary>The record existed and was changed.</summary>
    Updated,

    /// <summary>The record was already as it should be; nothing was changed.</summary>
    Unchanged,

    /// <summary>The record existed and is deleted.</summary>
    Deleted,

    /// <summary>It took effect, and the system does not tell whether it created or updated.</summary>
    Applied,

    /// <summary>The system refused the record. Sending it again unchanged will be refused again.</summary>
    Rejected,

    /// <summary>It certainly had no effect, and may be sent again later.</summary>
    Retryable,

    /// <summary>It is not known whether it took effect. <see cref="ISink{T}.ReadBackAsync"/> finds out.</summary>
    Unknown,
}
