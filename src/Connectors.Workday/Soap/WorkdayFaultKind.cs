namespace Connectors.Workday;

/// <summary>What a SOAP fault of Workday means. Decided by the fault code and the shape of its detail.</summary>
public enum WorkdayFaultKind
{
    /// <summary>None of the kinds below.</summary>
    Unknown,

    /// <summary><c>Client.authenticationError</c>: wrong user name, password or tenant, or a locked account. Never retried: refusals lock accounts.</summary>
    Authentication,

    /// <summary><c>Client.validationError</c> with at least one <c>Validation_Error</c>: a rule of Workday is broken.</summary>
    Validation,

    /// <summary><c>Client.validationError</c> without a detail: the service or the version does not offer the operation.</summary>
    WrongServiceOrVersion,

    /// <summary><c>Client.validationError</c> "Element not found" without a place: the service does not know the operation.</summary>
    UnknownOperation,

    /// <summary><c>Server.processingError</c> "The task submitted is not authorized.": a permission is missing. Not retried although the code says server.</summary>
    NotAuthorized,

    /// <summary>Another <c>Server</c> fault. It may go away.</summary>
    Processing,
}
