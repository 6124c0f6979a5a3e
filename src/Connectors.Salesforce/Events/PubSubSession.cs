namespace Connectors.Salesforce;

/// <summary>What the Pub/Sub API wants to know of the caller with each call, and how far the org's clock is ahead of ours.</summary>
internal sealed record PubSubSession(string AccessToken, string InstanceUrl, string TenantId, TimeSpan Ahead)
{
    // The record's own text would show the token.
    public override string ToString() => InstanceUrl;
}
