namespace Canonical.Testing;

/// <summary>An answer of the record service that is not a success, in the form of its error documents.</summary>
internal sealed class NetSuiteFault : Exception
{
    public NetSuiteFault(int status, string code, string detail)
        : base(detail)
    {
        Status = status;
        Code = code;
    }

    public int Status { get; }

    public string Code { get; }

    /// <summary>The place in the body, for example <c>parent</c>.</summary>
    public string? Path { get; init; }

    public string? QueryParameter { get; init; }

    public string? Url { get; init; }

    /// <summary>What the <c>WWW-Authenticate</c> header says; the body never tells why.</summary>
    public string? Challenge { get; init; }

    /// <summary>An expired bearer token is answered without a body.</summary>
    public bool WithoutBody { get; init; }

    /// <summary>Oracle's 429 sample carries a second code beside the details.</summary>
    public string? TopLevelCode { get; init; }

    public string Title => Status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        // The recorded 429 calls itself a bad request.
        429 => "Bad Request",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    };

    public static NetSuiteFault MissingRecord() => new(404, "NONEXISTENT_ID", "The record instance does not exist. Provide a valid record instance ID.");

    public static NetSuiteFault UserError(string detail) => new(400, "USER_ERROR", "Error while accessing a resource. " + detail);

    public static NetSuiteFault InvalidContent(string detail, string path) => new(400, "INVALID_CONTENT", "Error while accessing a resource. " + detail) { Path = path };

    public static NetSuiteFault InvalidReference(string value, string field) =>
        new(400, "INVALID_KEY_OR_REF", $"Invalid Field Value {value} for the following field: {field}") { Path = field };

    public static NetSuiteFault TooManyCalls() =>
        new(429, "CONCURRENCY_LIMIT_EXCEEDED", "Concurrent request limit exceeded. Request blocked.") { TopLevelCode = "USER_ERROR" };
}
