using System.Net;

using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>A call to a system failed as a whole. What concerns one record is a <see cref="RecordIssue"/> instead. The message holds no secret and no value of a record.</summary>
public class ConnectorException : CanonicalException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">The permanent code, listed in <c>docs/errors/</c>.</param>
    /// <param name="kind">Who has to act.</param>
    /// <param name="message">What went wrong and what to do, without secrets and values.</param>
    /// <param name="innerException">The cause, when there is one.</param>
    public ConnectorException(string code, IssueKind kind, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
        Kind = kind;
    }

    /// <summary>Who has to act.</summary>
    public IssueKind Kind { get; }

    /// <summary>True when the same call may succeed later without anybody acting.</summary>
    public override bool IsTransient => Kind is IssueKind.Transient or IssueKind.Throttled;

    /// <summary>The HTTP status of the answer; null when there was no answer.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The vendor's own code, such as <c>INVALID_SESSION_ID</c>; null when it gave none.</summary>
    public string? VendorCode { get; init; }

    /// <summary>The vendor's id of the call, for its support; null when it gave none.</summary>
    public string? VendorRequestId { get; init; }

    /// <summary>The same trouble as an issue of one record.</summary>
    /// <param name="path">The place in the record; null when the whole record is meant.</param>
    /// <returns>An issue with this code, kind and message.</returns>
    public RecordIssue ToIssue(string? path = null) => new()
    {
        Code = Code,
        Kind = Kind,
        Message = Message,
        Path = path,
        VendorCode = VendorCode,
    };
}
