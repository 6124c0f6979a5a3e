using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;

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
        if (reply.ETag is not null)
            response.Headers.ETag = reply.ETag;
        if (reply.Body.IsEmpty)
        {
            // The product leaves the usage out when there is no body.
            response.Headers.Remove("Sforce-Limit-Info");
            return;
        }

        response.Headers.CacheControl = "no-cache,must-revalidate,max-age=0,no-store,private";
        if (reply.Status >= 400 && WantsXml(context))
        {
            response.ContentType = "application/xml;charset=UTF-8";
            await response.WriteAsync(Xml(reply.Body), context.RequestAborted).ConfigureAwait(false);
            return;
        }

        response.ContentType = "application/json;charset=UTF-8";
        if (reply.Body.Length < SmallestCompressed || !TakesGzip(context))
        {
            await response.Body.WriteAsync(reply.Body, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        GZipStream gzip = Compress(context);
        await using (gzip.ConfigureAwait(false))
            await gzip.WriteAsync(reply.Body, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Whether the caller takes XML and no JSON.</summary>
    public static bool WantsXml(HttpContext context)
    {
        string accept = context.Request.Headers.Accept.ToString();
        return accept.Contains("/xml", StringComparison.OrdinalIgnoreCase) && !accept.Contains("json", StringComparison.OrdinalIgnoreCase) && !accept.Contains("*/*", StringComparison.Ordinal);
    }

    /// <summary>The errors of an answer as XML, which is what callers get that ask for it.</summary>
    public static string Xml(ReadOnlyMemory<byte> errors)
    {
        var root = new XElement("Errors");
        using JsonDocument document = JsonDocument.Parse(errors);
        foreach (JsonElement error in document.RootElement.EnumerateArray())
            root.Add(new XElement("Error", new XElement("errorCode", error.GetProperty("errorCode").GetString()), new XElement("message", error.GetProperty("message").GetString())));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + root.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>An error of Bulk API 1.0: XML, or JSON for those who send it.</summary>
    public static Task AsyncErrorAsync(HttpContext context, int status, string code, string message)
    {
        if (context.Request.HasJsonContentType())
        {
            return JsonAsync(context, status, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("exceptionCode", code);
                writer.WriteString("exceptionMessage", message);
                writer.WriteEndObject();
            });
        }

        XNamespace space = "http://www.force.com/2009/06/asyncapi/dataload";
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml;charset=UTF-8";
        return context.Response.WriteAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + new XElement(space + "error", new XElement(space + "exceptionCode", code), new XElement(space + "exceptionMessage", message)).ToString(SaveOptions.DisableFormatting), context.RequestAborted);
    }

    /// <summary>Refuses SOAP in its own form, so that clients of the Metadata API and the old login say what is wrong.</summary>
    public static Task SoapFaultAsync(HttpContext context, string target)
    {
        XNamespace soap = "http://schemas.xmlsoap.org/soap/envelope/";
        var fault = new XElement(
            soap + "Envelope",
            new XAttribute(XNamespace.Xmlns + "soapenv", soap.NamespaceName),
            new XElement(soap + "Body", new XElement(soap + "Fault", new XElement("faultcode", "UNSUPPORTED_CLIENT"), new XElement("faultstring", $"The sandbox does not know the SOAP and Metadata APIs: {target.Split('?')[0]}"))));
        context.Response.StatusCode = 500;
        context.Response.ContentType = "text/xml;charset=UTF-8";
        return context.Response.WriteAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + fault.ToString(SaveOptions.DisableFormatting), context.RequestAborted);
    }

    public static bool TakesGzip(HttpContext context) => context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);

    public static GZipStream Compress(HttpContext context)
    {
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.Headers.Vary = "Accept-Encoding";
        return new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
    }
}
