namespace Connectors.NetSuite;

/// <summary>The four keys of token-based authentication (TBA, OAuth 1.0a). NetSuite takes no new integrations of this kind from 2027.1 and plans to end it in 2028.1. Immutable and thread-safe.</summary>
public sealed class NetSuiteTokenCredential
{
    /// <summary>Creates the credential.</summary>
    /// <param name="consumerKey">The key of the integration record.</param>
    /// <param name="consumerSecret">Its secret.</param>
    /// <param name="tokenId">The access token of the user and role.</param>
    /// <param name="tokenSecret">Its secret.</param>
    /// <exception cref="ArgumentException">A part is empty.</exception>
    public NetSuiteTokenCredential(string consumerKey, string consumerSecret, string tokenId, string tokenSecret)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(consumerKey);
        ArgumentException.ThrowIfNullOrWhiteSpace(consumerSecret);
        ArgumentException.ThrowIfNullOrWhiteSpace(tokenId);
        ArgumentException.ThrowIfNullOrWhiteSpace(tokenSecret);
        ConsumerKey = consumerKey;
        ConsumerSecret = consumerSecret;
        TokenId = tokenId;
        TokenSecret = tokenSecret;
    }

    internal string ConsumerKey { get; }

    internal string ConsumerSecret { get; }

    internal string TokenId { get; }

    internal string TokenSecret { get; }

    /// <summary>Says what it is and leaves the keys out.</summary>
    /// <returns>A text without secrets.</returns>
    public override string ToString() => "token-based authentication (keys redacted)";
}
