using System.Net;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>
/// Stands inside the retries. A SOAP fault comes as HTTP 500 whatever it means, and a retry that goes by the status would repeat a wrong password until the account
/// is locked. This handler reads the fault and ends the call at once unless it may go away.
/// </summary>
internal sealed class WorkdayFaultHandler : DelegatingHandler
{
    private const int MaxFaultBytes = 1024 * 1024;
    private static readonly XmlLimits Limits = new(MaxFaultBytes, 64);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.InternalServerError || !IsXml(response))
            return response;
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxFaultBytes, cancellationToken).ConfigureAwait(false);
            using var body = new MemoryStream(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), writable: false);
            using var reader = new BoundedXmlReader(body, Limits, cancellationToken);
            await SoapBody.EnterAsync(reader, "", AnswerInfo.Of(response), cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch (ConnectorException exception) when (exception.IsTransient)
        {
            // The retries decide by the status; whoever gets the last answer reads the fault again, from the buffer.
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public static bool IsXml(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } type
        && (type.EndsWith("/xml", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase));
}
