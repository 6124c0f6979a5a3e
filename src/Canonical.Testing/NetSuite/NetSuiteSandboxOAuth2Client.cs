namespace Canonical.Testing;

/// <summary>An integration that may ask a <see cref="NetSuiteSandbox"/> for OAuth 2.0 tokens (client credentials with a certificate). Made when the sandbox is created; worth nothing elsewhere. Immutable.</summary>
/// <param name="ClientId">The client id: the <c>iss</c> claim.</param>
/// <param name="CertificateId">The id of the certificate mapping: the <c>kid</c> header.</param>
/// <param name="PrivateKeyPem">The private key that belongs to the certificate, PKCS#8 in PEM: EC on the curve P-256, for ES256.</param>
public sealed record NetSuiteSandboxOAuth2Client(string ClientId, string CertificateId, string PrivateKeyPem)
{
    /// <summary>Names the client and leaves the key out.</summary>
    /// <returns>A text without the key.</returns>
    public override string ToString() => $"NetSuiteSandboxOAuth2Client {CertificateId} (key redacted)";
}
