using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>Reads bodies within a time. The pipeline's time-outs end with the headers: a body that comes by drops would otherwise hold a call, and its place in the account's limit, for ever.</summary>
internal static class AnswerBody
{
    /// <summary>Reads the whole body.</summary>
    /// <exception cref="ConnectorException">The body is too large, did not come in time, or the connection broke.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, int maxBytes, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ResponseBody.ReadAsync(content, maxBytes, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectorException(ConnectorErrorCodes.TimedOut, IssueKind.Transient, "NetSuite began to answer and did not finish in time.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ConnectorException(ConnectorErrorCodes.Unavailable, IssueKind.Transient, "The connection to NetSuite broke in the middle of an answer.", e);
        }
    }
}
