namespace Canonical.Contracts;

// What is known of a format: a pattern that every text of it matches (so a text that does not match is not of the format, never the reverse), and texts of it to begin a search with.
internal static class FormatShapes
{
    public static string? Pattern(string format) => format switch
    {
        "date" => "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$",
        "date-time" => "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[^0-9][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?(?:[Zz]|[-+][0-9]{2}:[0-9]{2})$",
        "time" => "^[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?(?:[Zz]|[-+][0-9]{2}:[0-9]{2})$",
        "uuid" => "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$",
        "ipv4" => "^[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}$",
        "ipv6" => "^[0-9A-Fa-f:.]{2,45}$",
        "duration" => "^P",
        "email" or "idn-email" => "@",
        "uri" or "iri" => "^[A-Za-z][-+.A-Za-z0-9]*:",
        "hostname" => "^[-.A-Za-z0-9]{1,253}$",
        "relative-json-pointer" => "^[0-9]",
        _ => null,
    };

    public static IReadOnlyList<string> Samples(string format) => format switch
    {
        "date" => ["2024-02-29", "1999-12-31", "0001-01-01"],
        "date-time" => ["2024-02-29T12:00:00Z", "2024-02-29T12:00:00+02:00", "2024-02-29T12:00:00.123456789Z", "2024-02-29t12:00:00z"],
        "time" => ["12:00:00Z", "12:00:00.5+02:00"],
        "duration" => ["P1D", "PT1H", "P1Y2M3DT4H5M6S"],
        "email" or "idn-email" => ["a@example.org", "first.last@example.org"],
        "hostname" or "idn-hostname" => ["example.org", "a"],
        "ipv4" => ["192.0.2.1"],
        "ipv6" => ["2001:db8::1", "::"],
        "uri" or "iri" => ["https://example.org/a", "urn:a:b", "a:"],
        "uri-reference" or "iri-reference" => ["https://example.org/a", "/a", "a", ""],
        "uri-template" => ["https://example.org/{a}", "a", ""],
        "uuid" => ["2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2EB8AA08-AA98-11EA-B4AA-73B441D16380"],
        "json-pointer" => ["/a", ""],
        "relative-json-pointer" => ["0", "1/a"],
        "regex" => ["a", "^a$", ""],
        _ => [],
    };
}
