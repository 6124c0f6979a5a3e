namespace Connectors.Abstractions;

/// <summary>The system asks for fewer calls, and the wait does not fit into the time that the call had left. Schedule the work again after <see cref="RetryAfter"/>.</summary>
public sealed class ThrottledException : ConnectorException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="retryAfter">How long the system asked to wait; null when it did not say.</param>
    /// <param name="innerException">The cause, when there is one.</param>
    public ThrottledException(string message, TimeSpan? retryAfter, Exception? innerException = null)
        : base(ConnectorErrorCodes.Throttled, IssueKind.Throttled, message, innerException)
    {
        RetryAfter = retryAfter;
    }

    internal ThrottledException(string code, string message, TimeSpan retryAfter)
        : base(code, IssueKind.Throttled, message) => RetryAfter = retryAfter;

    /// <summary>How long the system asked to wait; null when it did not say.</summary>
    public override TimeSpan? RetryAfter { get; }
}
