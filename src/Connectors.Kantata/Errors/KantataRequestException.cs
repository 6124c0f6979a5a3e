using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>Kantata refused a request and said why. A refused token is an <see cref="AuthenticationFailedException"/> instead.</summary>
public sealed class KantataRequestException : ConnectorException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of <see cref="KantataErrorCodes"/>.</param>
    /// <param name="kind">Who has to act.</param>
    /// <param name="message">What went wrong and what to do.</param>
    /// <param name="errors">What Kantata said.</param>
    public KantataRequestException(string code, IssueKind kind, string message, IReadOnlyList<KantataError> errors)
        : base(code, kind, message)
    {
        ArgumentNullException.ThrowIfNull(errors);
        Errors = errors;
    }

    /// <summary>What Kantata said, in its order; empty when the body told nothing.</summary>
    public IReadOnlyList<KantataError> Errors { get; }
}
