using System.Buffers;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>An answer of the REST API.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON; empty when there is none.</param>
/// <param name="Location">The header Location.</param>
internal sealed record SalesforceReply(int Status, ReadOnlyMemory<byte> Body, string? Location = null)
{
    public static readonly SalesforceReply NoContent = new(204, default);

    /// <summary>The header ETag.</summary>
    public string? ETag { get; init; }

    /// <summary>The header Last-Modified.</summary>
    public DateTimeOffset? LastModified { get; init; }

    public static SalesforceReply Json(int status, Action<Utf8JsonWriter> write, string? location = null)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, SalesforceAnswer.Options))
            write(writer);
        return new SalesforceReply(status, body.WrittenMemory, location);
    }

    public static SalesforceReply Error(SalesforceApiException error) => Json(error.Status, writer =>
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        error.WriteDetails?.Invoke(writer);
        writer.WriteString("message", error.Message);
        writer.WriteString("errorCode", error.ErrorCode);
        if (error.Fields.Count > 0)
            WriteFields(writer, error);
        writer.WriteEndObject();
        writer.WriteEndArray();
    });

    /// <summary>An error inside of an answer about rows: its code is called statusCode there.</summary>
    public static void WriteRowError(Utf8JsonWriter writer, SalesforceApiException error)
    {
        writer.WriteStartObject();
        writer.WriteString("statusCode", error.ErrorCode);
        writer.WriteString("message", error.Message);
        WriteFields(writer, error);
        writer.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter writer, SalesforceApiException error)
    {
        writer.WriteStartArray("fields");
        foreach (string field in error.Fields)
            writer.WriteStringValue(field);
        writer.WriteEndArray();
    }
}
