using System.Xml;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>Reads the Fault element of a SOAP 1.1 answer (W3C Note SOAP 1.1, section 4.4) and classifies it.</summary>
internal static class FaultReader
{
    private const int MaxErrors = 100;

    /// <summary>Reads from the start of the Fault element to behind its end.</summary>
    public static async ValueTask<WorkdayFault> ReadAsync(BoundedXmlReader reader, CancellationToken cancellationToken)
    {
        string code = "";
        string text = "";
        string detail = "";
        bool hasDetail = false;
        List<WorkdayValidationError> errors = [];
        List<string> messages = [];
        int depth = reader.Depth;
        bool more = !reader.IsEmptyElement && await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        while (more && reader.Depth > depth)
        {
            // faultcode and its sisters have no namespace; inside the detail everything is Workday's.
            if (reader.NodeType != XmlNodeType.Element)
            {
                more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (reader.LocalName == "faultcode")
            {
                code = await reader.ReadTextAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (reader.LocalName == "faultstring")
            {
                text = await reader.ReadTextAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (reader.LocalName == "Validation_Error")
            {
                hasDetail = true;
                (string message, WorkdayValidationError error) = await ReadErrorAsync(reader, cancellationToken).ConfigureAwait(false);
                if (errors.Count < MaxErrors)
                {
                    errors.Add(error);
                    messages.Add(message);
                }
            }
            else if (reader.LocalName == "Detail_Message")
            {
                hasDetail = true;
                detail = await reader.ReadTextAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        string shortCode = ShortCode(code);
        WorkdayFaultKind kind = Classify(shortCode, text, detail, hasDetail, errors, messages);
        return new WorkdayFault
        {
            Kind = kind,
            Code = shortCode,
            Message = FaultText.Redact(detail.Length > 0 ? detail : text),
            ValidationErrors = kind == WorkdayFaultKind.Validation ? errors : [],
        };
    }

    /// <summary>The exception of a fault: what a caller can act on.</summary>
    public static ConnectorException ToException(WorkdayFault fault, AnswerInfo answer)
    {
        (string code, IssueKind kind, string remedy) = fault.Kind switch
        {
            WorkdayFaultKind.WrongServiceOrVersion => (WorkdayErrorCodes.WrongServiceOrVersion, IssueKind.Configuration, "Check the service and the pinned version in the options."),
            WorkdayFaultKind.UnknownOperation => (WorkdayErrorCodes.UnknownOperation, IssueKind.Configuration, "The service of this version does not know the operation. Pin a version that does."),
            WorkdayFaultKind.Validation => (WorkdayErrorCodes.ValidationFault, IssueKind.Validation, $"Rules broken: {fault.ValidationErrors.Count}; each says where in the request."),
            WorkdayFaultKind.NotAuthorized => (WorkdayErrorCodes.NotAuthorized, IssueKind.Configuration, "Give the integration user's security group the domain of this operation and activate the pending policy changes."),
            WorkdayFaultKind.Processing => (WorkdayErrorCodes.ProcessingFault, IssueKind.Transient, "Workday failed to process the request; it may be sent again later."),
            _ => (WorkdayErrorCodes.UnknownFault, IssueKind.Configuration, "The fault is of an unknown kind and is not repeated."),
        };
        return fault.Kind == WorkdayFaultKind.Authentication
            ? new AuthenticationFailedException(
                "Workday refuses the user name or the password. Check the integration system user, its tenant and whether it is locked; the call is not repeated, since refusals lock accounts.")
            {
                VendorCode = fault.Code,
                StatusCode = answer.Status,
                VendorRequestId = answer.RequestId,
            }
            : new WorkdayFaultException(code, kind, remedy, fault) { StatusCode = answer.Status, VendorRequestId = answer.RequestId };
    }

    private static async ValueTask<(string Message, WorkdayValidationError Error)> ReadErrorAsync(BoundedXmlReader reader, CancellationToken cancellationToken)
    {
        string message = "";
        string detail = "";
        string xpath = "";
        int depth = reader.Depth;
        bool more = !reader.IsEmptyElement;
        more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) && more;
        while (more && reader.Depth > depth)
        {
            if (reader.IsElementIn(SoapNames.Workday) && reader.LocalName is "Message" or "Detail_Message" or "Xpath")
            {
                string name = reader.LocalName;
                string value = await reader.ReadTextAsync(cancellationToken).ConfigureAwait(false);
                _ = name switch
                {
                    "Message" => message = value,
                    "Detail_Message" => detail = value,
                    _ => xpath = value,
                };
            }
            else if (reader.NodeType == XmlNodeType.Element)
            {
                await reader.SkipAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        string text = detail.Length > 0 ? detail : message;
        return (text, new WorkdayValidationError(FaultText.Redact(text), FaultText.XPath(xpath), FaultText.ReferenceType(text)));
    }

    private static WorkdayFaultKind Classify(
        string code, string text, string detail, bool hasDetail, List<WorkdayValidationError> errors, List<string> messages)
    {
        switch (code)
        {
            case "Client.authenticationError":
                return WorkdayFaultKind.Authentication;
            case "Client.validationError" when !hasDetail && FaultText.UnknownElement(text) is null:
                return WorkdayFaultKind.WrongServiceOrVersion;
            case "Client.validationError":
                bool unknownElement = errors.Count == 0
                    ? FaultText.UnknownElement(text) is not null
                    : errors.TrueForAll(error => error.XPath is null) && messages.TrueForAll(message => FaultText.UnknownElement(message) is not null);
                return unknownElement ? WorkdayFaultKind.UnknownOperation : WorkdayFaultKind.Validation;
            case "Server.processingError" when IsNotAuthorized(text) || IsNotAuthorized(detail):
                return WorkdayFaultKind.NotAuthorized;
            default:
                return code.StartsWith("Server", StringComparison.Ordinal) ? WorkdayFaultKind.Processing : WorkdayFaultKind.Unknown;
        }
    }

    private static bool IsNotAuthorized(string text) => text.Contains("task submitted is not authorized", StringComparison.OrdinalIgnoreCase);

    // The prefix of the QName is whatever the envelope's prefix is.
    private static string ShortCode(string code)
    {
        string trimmed = code.Trim();
        string local = trimmed[(trimmed.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return local.Length <= 80 && local.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') ? local : "unreadable";
    }
}
