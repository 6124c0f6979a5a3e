using System.Xml.Linq;

namespace Canonical.Testing;

/// <summary>The faults that Workday answers with, as recorded: prefix SOAP-ENV, HTTP 500, and a detail or none.</summary>
internal sealed class WorkdaySandboxFault : Exception
{
    private static readonly XNamespace Envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    private readonly string _code;
    private readonly XElement? _detail;

    private WorkdaySandboxFault(string code, string text, XElement? detail)
        : base(text)
    {
        _code = code;
        _detail = detail;
    }

    public static WorkdaySandboxFault Authentication() => new("Client.authenticationError", "invalid username or password", null);

    public static WorkdaySandboxFault WrongService() =>
        new("Client.validationError", "The web service or version is invalid for the requested operation", null);

    public static WorkdaySandboxFault UnknownOperation(string element)
    {
        string text = $"Element not found={element}-urn:com.workday/bsvc";
        return Validation(text, detail: "", xpath: "");
    }

    public static WorkdaySandboxFault Validation(string text, string xpath) => Validation(text, text, xpath);

    public static WorkdaySandboxFault NotAuthorized()
    {
        const string Text = "The task submitted is not authorized.";
        return new WorkdaySandboxFault(
            "Server.processingError",
            $"Processing error occurred. {Text}",
            new XElement(WorkdaySandboxRequest.Bsvc + "Processing_Fault", new XElement(WorkdaySandboxRequest.Bsvc + "Detail_Message", Text)));
    }

    public string ToXml()
    {
        var fault = new XElement(
            Envelope + "Fault",
            new XAttribute(XNamespace.Xmlns + "wd", WorkdaySandboxRequest.Bsvc.NamespaceName),
            new XElement("faultcode", $"SOAP-ENV:{_code}"),
            new XElement("faultstring", Message));
        if (_detail is not null)
            fault.Add(new XElement("detail", _detail));
        var envelope = new XElement(
            Envelope + "Envelope",
            new XAttribute(XNamespace.Xmlns + "SOAP-ENV", Envelope.NamespaceName),
            new XElement(Envelope + "Body", fault));
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + envelope.ToString(SaveOptions.DisableFormatting);
    }

    private static WorkdaySandboxFault Validation(string text, string detail, string xpath) => new(
        "Client.validationError",
        $"Validation error occurred. {text}",
        new XElement(
            WorkdaySandboxRequest.Bsvc + "Validation_Fault",
            new XElement(
                WorkdaySandboxRequest.Bsvc + "Validation_Error",
                new XElement(WorkdaySandboxRequest.Bsvc + "Message", text),
                new XElement(WorkdaySandboxRequest.Bsvc + "Detail_Message", detail),
                new XElement(WorkdaySandboxRequest.Bsvc + "Xpath", xpath))));
}
