namespace Connectors.NetSuite;

/// <summary>What OAuth 2.0 client credentials need: which integration, which certificate, and its private key. Immutable and thread-safe.</summary>
public sealed class NetSuiteCertificateCredential
{
    /// <summary>Creates the credential.</summary>
    /// <param name="clientId">The client id of the integration record: the <c>iss</c> claim.</param>
    /// <param name="certificateId">The certificate id of the M2M mapping: the <c>kid</c> header.</param>
    /// <param name="privateKeyPem">The private key in PEM, not encrypted: RSA of 3072 or 4096 bits, or EC on P-256, P-384 or P-521. A secret: take it from a vault when it is asked for, and keep it nowhere.</param>
    /// <param name="algorithm">How to sign; by the key unless said otherwise.</param>
    /// <exception cref="ArgumentException">A part is empty.</exception>
    public NetSuiteCertificateCredential(string clientId, string certificateId, string privateKeyPem, NetSuiteSigningAlgorithm algorithm = NetSuiteSigningAlgorithm.FromKey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(clientId);
        ArgumentException.ThrowIfNullOrWhiteSpace(certificateId);
        ArgumentException.ThrowIfNullOrWhiteSpace(privateKeyPem);
        ClientId = clientId;
        CertificateId = certificateId;
        PrivateKeyPem = privateKeyPem;
        Algorithm = algorithm;
    }

    /// <summary>The client id of the integration.</summary>
    public string ClientId { get; }

    /// <summary>The certificate id of the mapping.</summary>
    public string CertificateId { get; }

    /// <summary>How to sign.</summary>
    public NetSuiteSigningAlgorithm Algorithm { get; }

    internal string PrivateKeyPem { get; }

    /// <summary>Names the certificate and leaves the key out.</summary>
    /// <returns>A text without secrets.</returns>
    public override string ToString() => $"certificate {CertificateId} (key redacted)";
}
