namespace Connectors.Abstractions;

/// <summary>Verifies and reads the webhooks of one system. Implementations are thread-safe.</summary>
public interface IWebhookReceiver
{
    /// <summary>Verifies that the call is from the vendor, and reads it. Answer the vendor with 200 only once the notices are kept.</summary>
    /// <param name="request">The call, exactly as it came.</param>
    /// <returns>The notices in the order of the call; empty for a call that only tests the address.</returns>
    /// <exception cref="ConnectorException">Signature, time or form is not what the vendor documents (<see cref="ConnectorErrorCodes.WebhookRefused"/>): answer 401 and read nothing.</exception>
    IReadOnlyList<WebhookNotice> Receive(WebhookRequest request);
}
