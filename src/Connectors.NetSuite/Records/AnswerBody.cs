using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>Reads bodies within a time, and tells a connection that breaks in the middle as the pipeline tells one that breaks before.</summary>
internal static class AnswerBody
{
    /// <summary>Reads the whole body.</summary>
    /// <exception cref="ConnectorException">The body is too large, did not come in time, or the connection broke.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, int maxBytes, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await ResponseBody.ReadAsync(content, maxBytes, timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ConnectorException(ConnectorErrorCodes.Unavailable, IssueKind.Transient, "The connection to NetSuite broke in the middle of an answer.", e);
        }
    }
}
