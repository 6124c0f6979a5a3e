namespace Connectors.Abstractions;

/// <summary>The permanent codes of the connector foundation. Each connector has its own beside these; all are listed in <c>docs/errors/</c>.</summary>
public static class ConnectorErrorCodes
{
    /// <summary>The system asked for fewer calls and the wait it asked for is longer than the time that was left.</summary>
    public const string Throttled = "CON1001";

    /// <summary>The system could not be reached, or answered with a fault, until the retries were used up.</summary>
    public const string Unavailable = "CON1002";

    /// <summary>The call took longer than it may.</summary>
    public const string TimedOut = "CON1003";

    /// <summary>Too many calls failed of late: the circuit is open and the call was not sent.</summary>
    public const string CircuitOpen = "CON1004";

    /// <summary>More calls at once than the connector allows, or than the account takes in the time that the call has: the call was not sent.</summary>
    public const string TooManyCalls = "CON1005";

    /// <summary>The credentials were refused, or a new token was refused at once.</summary>
    public const string Unauthorized = "CON1006";

    /// <summary>A base address is not https and not loopback.</summary>
    public const string InsecureAddress = "CON1007";

    /// <summary>The answer is larger than the limit.</summary>
    public const string ResponseTooLarge = "CON1008";

    /// <summary>The answer is not what the vendor documents: another content type, or JSON that cannot be read.</summary>
    public const string UnexpectedResponse = "CON1009";

    /// <summary>A cursor is of another source, or was made by a newer version of the connector.</summary>
    public const string CursorRefused = "CON1010";

    /// <summary>The share of the account's calls that this process may use is used up.</summary>
    public const string QuotaUsedUp = "CON1011";

    /// <summary>A webhook's signature, time or form is not what the vendor documents: it is not from the vendor, or the secret is wrong.</summary>
    public const string WebhookRefused = "CON1012";

    /// <summary>A bulk write ended without telling what became of a record.</summary>
    public const string NoOutcome = "CON1013";

    /// <summary>The body of a request is larger than what is kept for a second try: the call was not sent.</summary>
    public const string RequestTooLarge = "CON1014";
}
