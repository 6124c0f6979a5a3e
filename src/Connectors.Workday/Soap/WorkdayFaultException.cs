using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>Workday answered with a SOAP fault. A refused login is an <see cref="AuthenticationFailedException"/> instead.</summary>
public sealed class WorkdayFaultException : ConnectorException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of <see cref="WorkdayErrorCodes"/>.</param>
    /// <param name="kind">Who has to act.</param>
    /// <param name="remedy">What to do next.</param>
    /// <param name="fault">The fault.</param>
    public WorkdayFaultException(string code, IssueKind kind, string remedy, WorkdayFault fault)
        : base(code, kind, $"{(fault ?? throw new ArgumentNullException(nameof(fault))).Code}: {fault.Message.TrimEnd('.')}. {remedy}")
    {
        Fault = fault;
        VendorCode = fault.Code;
    }

    /// <summary>The fault, with the place of each broken rule.</summary>
    public WorkdayFault Fault { get; }
}
