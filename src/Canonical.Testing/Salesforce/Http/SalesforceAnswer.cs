using System.Buffers;
using System.IO.Compression;
using System.Text.Json;

using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>Writes answers: JSON, compressed when the caller takes gzip.</summary>
internal static class SalesforceAnswer
{
    private const int SmallestCompressed = 256;

    // The product does not escape what is safe in JSON; the default of .NET would.
    public static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task JsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, Options))
            write(writer);
        return BytesAsync(context, status, body.WrittenMemory);
    }

    public static async Task BytesAsync(HttpContext context, int status, ReadOnlyMemory<byte> body)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json;charset=UTF-8";
        response.Headers.CacheControl = "no-cache,must-revalidate,max-age=0,no-store,private";
        if (body.Length < SmallestCompressed || !context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        response.Headers.Vary = "Accept-Encoding";
        var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
            await gzip.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    public static Task ErrorAsync(HttpContext context, SalesforceApiException error) => JsonAsync(context, error.Status, writer =>
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString("message", error.Message);
        writer.WriteString("errorCode", error.ErrorCode);
        if (error.Fields.Count > 0)
        {
            writer.WriteStartArray("fields");
            foreach (string field in error.Fields)
                writer.WriteStringValue(field);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    });
}
