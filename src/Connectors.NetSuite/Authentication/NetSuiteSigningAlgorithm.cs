namespace Connectors.NetSuite;

/// <summary>How assertions are signed (RFC 7518 section 3.1). NetSuite takes these six and refuses RS256.</summary>
public enum NetSuiteSigningAlgorithm
{
    /// <summary>By the key: PS256 for RSA, ES256, ES384 or ES512 for the curve of an EC key.</summary>
    FromKey,

    /// <summary>RSASSA-PSS with SHA-256.</summary>
    PS256,

    /// <summary>RSASSA-PSS with SHA-384.</summary>
    PS384,

    /// <summary>RSASSA-PSS with SHA-512.</summary>
    PS512,

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    ES256,

    /// <summary>ECDSA on P-384 with SHA-384.</summary>
    ES384,

    /// <summary>ECDSA on P-521 with SHA-512.</summary>
    ES512,
}
