namespace Canonical.Testing;

/// <summary>An answer of the REST API that is an array of errors.</summary>
internal sealed class SalesforceApiException(int status, string errorCode, string message, params IReadOnlyList<string> fields) : Exception(message)
{
    public int Status { get; } = status;

    public string ErrorCode { get; } = errorCode;

    public IReadOnlyList<string> Fields { get; } = fields;

    /// <summary>Writes what the error has beside its message; null for nothing.</summary>
    public Action<System.Text.Json.Utf8JsonWriter>? WriteDetails { get; init; }

    public static SalesforceApiException NotFound() => new(404, "NOT_FOUND", "The requested resource does not exist");
}
