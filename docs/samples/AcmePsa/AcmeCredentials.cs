namespace AcmePsa;

/// <summary>Its text form shows no secret.</summary>
public sealed class AcmeCredentials(string clientId, string secret)
{
    public string ClientId { get; } = clientId;

    public string Secret { get; } = secret;
}
