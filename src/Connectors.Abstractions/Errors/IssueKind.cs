namespace Connectors.Abstractions;

/// <summary>What sort of trouble an issue or an exception is, decided by the vendor's code and never by its text. It decides who acts: the retry, the operator or the owner of the data.</summary>
public enum IssueKind
{
    /// <summary>A fault that is likely to go away: a lock, a time-out, a restart. The same call may be sent again later.</summary>
    Transient,

    /// <summary>The system asks for fewer calls. The same call may be sent again after the stated wait.</summary>
    Throttled,

    /// <summary>The credentials were refused. Retrying locks accounts: somebody must look.</summary>
    Authentication,

    /// <summary>A field, object, permission or setting is not as the connector expects. The run stops until it is set right.</summary>
    Configuration,

    /// <summary>The record breaks a contract or a rule about its form: a missing member, a wrong type, a text that is too long.</summary>
    Validation,

    /// <summary>The record is well formed and the business says no: a closed period, an unknown legal entity, a duplicate.</summary>
    BusinessRule,

    /// <summary>Somebody else changed the record, or a unique key is taken.</summary>
    Conflict,

    /// <summary>The record or what it refers to does not exist.</summary>
    NotFound,

    /// <summary>It is not known whether the call took effect. It must be resolved by reading back before anything is sent again.</summary>
    UnknownOutcome,
}
