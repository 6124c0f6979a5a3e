namespace Connectors.Salesforce;

/// <summary>What the refresh token flow needs. Its text form shows no secret. Immutable and thread-safe.</summary>
public sealed class SalesforceRefreshCredentials
{
    /// <summary>Creates the credentials.</summary>
    /// <param name="clientId">The consumer key of the connected app.</param>
    /// <param name="refreshToken">The refresh token that was kept last. A secret.</param>
    /// <param name="clientSecret">The consumer secret; null for an app that asks for none. A secret.</param>
    /// <exception cref="ArgumentException">A value is empty.</exception>
    public SalesforceRefreshCredentials(string clientId, string refreshToken, string? clientSecret = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(clientId);
        ArgumentException.ThrowIfNullOrWhiteSpace(refreshToken);
        if (clientSecret is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(clientSecret);
        ClientId = clientId;
        RefreshToken = refreshToken;
        ClientSecret = clientSecret;
    }

    /// <summary>The consumer key of the connected app.</summary>
    public string ClientId { get; }

    /// <summary>The refresh token. A secret: never log it.</summary>
    public string RefreshToken { get; }

    /// <summary>The consumer secret; null when the app asks for none. A secret: never log it.</summary>
    public string? ClientSecret { get; }

    /// <summary>Says only what it is.</summary>
    /// <returns>A text without secrets.</returns>
    public override string ToString() => "SalesforceRefreshCredentials (redacted)";
}
