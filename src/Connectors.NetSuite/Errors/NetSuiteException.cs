using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>NetSuite answered a call with an error. <see cref="ConnectorException.VendorRequestId"/> holds the operation id and the job id, which Oracle's support asks for.</summary>
public sealed class NetSuiteException : ConnectorException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of <see cref="NetSuiteErrorCodes"/> or <see cref="ConnectorErrorCodes"/>.</param>
    /// <param name="kind">Who has to act.</param>
    /// <param name="message">What went wrong, without values of records.</param>
    /// <param name="details">The vendor's details.</param>
    public NetSuiteException(string code, IssueKind kind, string message, IReadOnlyList<NetSuiteErrorDetail> details)
        : base(code, kind, message) => Details = details;

    /// <summary>What NetSuite says is wrong, one entry for each fault. Empty when the answer was not an error document: a page of HTML, or nothing.</summary>
    public IReadOnlyList<NetSuiteErrorDetail> Details { get; }

    /// <summary>The <c>x-n-operationid</c> header; null when the answer had none.</summary>
    public string? OperationId { get; init; }

    /// <summary>The <c>x-netsuite-jobid</c> header; null when the answer had none.</summary>
    public string? JobId { get; init; }

    /// <summary>The faults as issues of one record, each with its place in the vendor's body.</summary>
    /// <returns>At least one issue.</returns>
    public IReadOnlyList<RecordIssue> ToIssues() => NetSuiteErrors.ToIssues(this);
}
