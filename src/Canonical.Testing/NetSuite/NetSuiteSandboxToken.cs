namespace Canonical.Testing;

/// <summary>Keys for token-based authentication (TBA, OAuth 1.0a) with a <see cref="NetSuiteSandbox"/>. Made when the sandbox is created; worth nothing elsewhere. Immutable.</summary>
/// <param name="ConsumerKey">The key of the integration.</param>
/// <param name="ConsumerSecret">Its secret.</param>
/// <param name="TokenId">The token of the user and role.</param>
/// <param name="TokenSecret">Its secret.</param>
public sealed record NetSuiteSandboxToken(string ConsumerKey, string ConsumerSecret, string TokenId, string TokenSecret)
{
    /// <summary>Says what it is and leaves the keys out.</summary>
    /// <returns>A text without the keys.</returns>
    public override string ToString() => "NetSuiteSandboxToken (redacted)";
}
