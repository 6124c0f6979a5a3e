namespace Canonical.Schema;

/// <summary>The formats of JSON Schema 2020-12, "Validation", section 7.3.</summary>
internal enum FormatKind : byte
{
    None, DateTime, Date, Time, Duration, Email, IdnEmail, Hostname, IdnHostname, Ipv4, Ipv6, Uri, UriReference, Iri, IriReference, UriTemplate, Uuid, JsonPointer, RelativeJsonPointer, Regex,
}

/// <summary>Finds and runs the check of a format, on the UTF-8 of a string without its quotes and escapes.</summary>
internal static class Format
{
    /// <summary>The format of a name, or <see cref="FormatKind.None"/> for one that the dialect does not define.</summary>
    public static FormatKind Find(string name, JsonSchemaDialect draft) => name switch
    {
        "date-time" => FormatKind.DateTime,
        "date" => FormatKind.Date,
        "time" => FormatKind.Time,
        "duration" when draft != JsonSchemaDialect.Draft7 => FormatKind.Duration,
        "email" => FormatKind.Email,
        "idn-email" => FormatKind.IdnEmail,
        "hostname" => FormatKind.Hostname,
        "idn-hostname" => FormatKind.IdnHostname,
        "ipv4" => FormatKind.Ipv4,
        "ipv6" => FormatKind.Ipv6,
        "uri" => FormatKind.Uri,
        "uri-reference" => FormatKind.UriReference,
        "iri" => FormatKind.Iri,
        "iri-reference" => FormatKind.IriReference,
        "uri-template" => FormatKind.UriTemplate,
        "uuid" when draft != JsonSchemaDialect.Draft7 => FormatKind.Uuid,
        "json-pointer" => FormatKind.JsonPointer,
        "relative-json-pointer" => FormatKind.RelativeJsonPointer,
        "regex" => FormatKind.Regex,
        _ => FormatKind.None,
    };

    public static bool IsMatch(FormatKind kind, ReadOnlySpan<byte> text) => kind switch
    {
        FormatKind.DateTime => TimeFormats.IsDateTime(text),
        FormatKind.Date => TimeFormats.IsDate(text),
        FormatKind.Time => TimeFormats.IsTime(text),
        FormatKind.Duration => TimeFormats.IsDuration(text),
        FormatKind.Email => MailFormats.IsEmail(text, international: false),
        FormatKind.IdnEmail => MailFormats.IsEmail(text, international: true),
        FormatKind.Hostname => Hostname.IsHostname(text),
        FormatKind.IdnHostname => Hostname.IsIdnHostname(text),
        FormatKind.Ipv4 => IpFormats.IsIpv4(text),
        FormatKind.Ipv6 => IpFormats.IsIpv6(text),
        FormatKind.Uri => UriFormats.IsUri(text, international: false, reference: false),
        FormatKind.UriReference => UriFormats.IsUri(text, international: false, reference: true),
        FormatKind.Iri => UriFormats.IsUri(text, international: true, reference: false),
        FormatKind.IriReference => UriFormats.IsUri(text, international: true, reference: true),
        FormatKind.UriTemplate => UriTemplateFormat.IsUriTemplate(text),
        FormatKind.Uuid => TextFormats.IsUuid(text),
        FormatKind.JsonPointer => TextFormats.IsJsonPointer(text),
        FormatKind.RelativeJsonPointer => TextFormats.IsRelativeJsonPointer(text),
        FormatKind.Regex => TextFormats.IsRegex(text),
        _ => true,
    };
}
