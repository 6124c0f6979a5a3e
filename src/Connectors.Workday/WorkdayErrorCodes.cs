namespace Connectors.Workday;

/// <summary>The permanent codes of this connector: <c>WDY1…</c> for a call that failed, <c>WDY2…</c> for one worker. Listed with remedies in <c>docs/errors/workday.md</c>.</summary>
public static class WorkdayErrorCodes
{
    /// <summary>The tenant does not offer the operation on this service or in this version.</summary>
    public const string WrongServiceOrVersion = "WDY1001";

    /// <summary>The service does not know the element that was sent.</summary>
    public const string UnknownOperation = "WDY1002";

    /// <summary>The request breaks rules of Workday; each is in <see cref="WorkdayFault.ValidationErrors"/>.</summary>
    public const string ValidationFault = "WDY1003";

    /// <summary>The integration user lacks a permission for the operation.</summary>
    public const string NotAuthorized = "WDY1004";

    /// <summary>Workday failed to process the request.</summary>
    public const string ProcessingFault = "WDY1005";

    /// <summary>A fault of a kind that this connector does not know.</summary>
    public const string UnknownFault = "WDY1006";

    /// <summary>The answer is no SOAP document, for instance a maintenance page.</summary>
    public const string NotSoap = "WDY1007";

    /// <summary>The answer is not well-formed XML, or was cut off.</summary>
    public const string UnreadableResponse = "WDY1008";

    /// <summary>The answer is larger or deeper than the limits.</summary>
    public const string ResponseTooLarge = "WDY1009";

    /// <summary>The set of workers changed while its pages were read: the read must start afresh.</summary>
    public const string SnapshotMoved = "WDY1010";

    /// <summary>Workday counts results and sends none.</summary>
    public const string ResultsWithoutData = "WDY1011";

    /// <summary>The continuation was not made by this source.</summary>
    public const string BadContinuation = "WDY1012";

    /// <summary>The user name or the password cannot be written into an XML document.</summary>
    public const string UnusableCredential = "WDY1013";

    /// <summary>A worker came without a Workday ID and cannot be identified.</summary>
    public const string WorkerWithoutId = "WDY2001";

    /// <summary>A value is not of the type that Workday's schema gives it.</summary>
    public const string InvalidValue = "WDY2002";

    /// <summary>An element that occurs once occurs again; the first is used.</summary>
    public const string RepeatedElement = "WDY2003";
}
