namespace Connectors.Workday;

/// <summary>Namespaces of the wire. Prefixes are free and differ between recordings, so everything is read by namespace and local name.</summary>
internal static class SoapNames
{
    public const string Envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string Workday = "urn:com.workday/bsvc";
    public const string Security = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    public const string PasswordText = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";
    public const string MediaType = "text/xml";
}
