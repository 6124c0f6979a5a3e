using System.IO.Compression;
using System.Text.Json;

using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>Writes answers to the wire: compressed when the caller takes gzip.</summary>
internal static class SalesforceAnswer
{
    private const int SmallestCompressed = 256;

    // The product does not escape what is safe in JSON; the default of .NET would.
    public static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task JsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> write) => SendAsync(context, SalesforceReply.Json(status, write));

    public static async Task SendAsync(HttpContext context, SalesforceReply reply)
    {
        HttpResponse response = context.Response;
        response.StatusCode = reply.Status;
        if (reply.Location is not null)
            response.Headers.Location = reply.Location;
        if (reply.LastModified is { } modified)
            response.Headers.LastModified = modified.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        if (reply.Body.IsEmpty)
        {
            // The product leaves the usage out when there is no body.
            response.Headers.Remove("Sforce-Limit-Info");
            return;
        }

        response.ContentType = "application/json;charset=UTF-8";
        response.Headers.CacheControl = "no-cache,must-revalidate,max-age=0,no-store,private";
        if (reply.Body.Length < SmallestCompressed || !TakesGzip(context))
        {
            await response.Body.WriteAsync(reply.Body, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        GZipStream gzip = Compress(context);
        await using (gzip.ConfigureAwait(false))
            await gzip.WriteAsync(reply.Body, context.RequestAborted).ConfigureAwait(false);
    }

    public static bool TakesGzip(HttpContext context) => context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);

    public static GZipStream Compress(HttpContext context)
    {
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.Headers.Vary = "Accept-Encoding";
        return new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
    }
}
