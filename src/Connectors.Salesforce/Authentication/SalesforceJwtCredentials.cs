namespace Connectors.Salesforce;

/// <summary>What the JWT bearer flow needs. Its text form shows no secret. Immutable and thread-safe.</summary>
public sealed class SalesforceJwtCredentials
{
    /// <summary>Creates the credentials.</summary>
    /// <param name="clientId">The consumer key of the connected app.</param>
    /// <param name="username">The user who is acted for; the connected app must be approved for this user.</param>
    /// <param name="privateKeyPem">The RSA private key whose certificate was uploaded to the connected app, as PEM (PKCS#8 or PKCS#1). A secret.</param>
    /// <exception cref="ArgumentException">A value is empty.</exception>
    public SalesforceJwtCredentials(string clientId, string username, string privateKeyPem)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(clientId);
        ArgumentException.ThrowIfNullOrWhiteSpace(username);
        ArgumentException.ThrowIfNullOrWhiteSpace(privateKeyPem);
        ClientId = clientId;
        Username = username;
        PrivateKeyPem = privateKeyPem;
    }

    /// <summary>The consumer key of the connected app.</summary>
    public string ClientId { get; }

    /// <summary>The user who is acted for.</summary>
    public string Username { get; }

    /// <summary>The RSA private key as PEM. A secret: never log it.</summary>
    public string PrivateKeyPem { get; }

    /// <summary>Says only what it is.</summary>
    /// <returns>A text without secrets.</returns>
    public override string ToString() => "SalesforceJwtCredentials (redacted)";
}
