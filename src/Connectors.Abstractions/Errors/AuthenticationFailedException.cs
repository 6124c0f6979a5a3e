namespace Connectors.Abstractions;

/// <summary>The credentials were refused. The call is not retried, since repeated refusals lock accounts.</summary>
public sealed class AuthenticationFailedException : ConnectorException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which credentials were refused, by name and never by value, and what to check.</param>
    /// <param name="innerException">The cause, when there is one.</param>
    public AuthenticationFailedException(string message, Exception? innerException = null)
        : base(ConnectorErrorCodes.Unauthorized, IssueKind.Authentication, message, innerException)
    {
    }
}
