namespace Connectors.Salesforce;

/// <summary>What the Pub/Sub API wants to know of the caller with each call, and the org's clock when that was asked for.</summary>
internal sealed record PubSubSession(string AccessToken, string InstanceUrl, string TenantId, DateTimeOffset ServerTime)
{
    // The record's own text would show the token.
    public override string ToString() => InstanceUrl;
}
