namespace Connectors.Salesforce;

/// <summary>What the client credentials flow needs. Its text form shows no secret. Immutable and thread-safe.</summary>
public sealed class SalesforceClientCredentials
{
    /// <summary>Creates the credentials.</summary>
    /// <param name="clientId">The consumer key of the connected app.</param>
    /// <param name="clientSecret">The consumer secret. A secret.</param>
    /// <exception cref="ArgumentException">A value is empty.</exception>
    public SalesforceClientCredentials(string clientId, string clientSecret)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(clientId);
        ArgumentException.ThrowIfNullOrWhiteSpace(clientSecret);
        ClientId = clientId;
        ClientSecret = clientSecret;
    }

    /// <summary>The consumer key of the connected app.</summary>
    public string ClientId { get; }

    /// <summary>The consumer secret. A secret: never log it.</summary>
    public string ClientSecret { get; }

    /// <summary>Says only what it is.</summary>
    /// <returns>A text without secrets.</returns>
    public override string ToString() => "SalesforceClientCredentials (redacted)";
}
