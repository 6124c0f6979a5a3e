namespace Connectors.Salesforce;

/// <summary>What the Pub/Sub API wants to know of the caller with each call, and the org's clock when it was asked for, beside a time stamp of ours: the wall clock of this machine may be set, the stamps only go on.</summary>
internal sealed record PubSubSession(string AccessToken, string InstanceUrl, string TenantId, DateTimeOffset ServerTime, long Timestamp)
{
    // The record's own text would show the token.
    public override string ToString() => InstanceUrl;
}
