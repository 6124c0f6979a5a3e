using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>Makes the signed JWT with which an integration asks for a token (RFC 7523; NetSuite help, "The Request Token Structure").</summary>
internal static class ClientAssertion
{
    /// <summary>Makes an assertion.</summary>
    /// <exception cref="ConnectorException">The key cannot be read, or is one that NetSuite refuses (<see cref="NetSuiteErrorCodes.UnusableKey"/>).</exception>
    public static string Create(NetSuiteCertificateCredential credential, Uri tokenEndpoint, IReadOnlyList<string> scopes, bool scopesAsText, DateTimeOffset now, TimeSpan lifetime)
    {
        using AsymmetricAlgorithm key = ReadKey(credential.PrivateKeyPem);
        NetSuiteSigningAlgorithm algorithm = Choose(credential.Algorithm, key);
        string header = Encode(json =>
        {
            json.WriteString("typ", "JWT");
            json.WriteString("alg", algorithm.ToString());
            json.WriteString("kid", credential.CertificateId);
        });
        string payload = Encode(json =>
        {
            json.WriteString("iss", credential.ClientId);
            WriteScopes(json, scopes, scopesAsText);
            json.WriteString("aud", tokenEndpoint.AbsoluteUri);
            json.WriteString("jti", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18)));
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + lifetime).ToUnixTimeSeconds());
        });
        string input = $"{header}.{payload}";
        return $"{input}.{Base64Url.EncodeToString(Sign(key, algorithm, System.Text.Encoding.ASCII.GetBytes(input)))}";
    }

    private static void WriteScopes(Utf8JsonWriter json, IReadOnlyList<string> scopes, bool asText)
    {
        // Oracle's text says "comma separated", its sample carries an array, and both are in use: the array is ours, the text an option.
        if (asText)
        {
            json.WriteString("scope", string.Join(',', scopes));
            return;
        }

        json.WriteStartArray("scope");
        foreach (string scope in scopes)
            json.WriteStringValue(scope);
        json.WriteEndArray();
    }

    private static string Encode(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }

    private static AsymmetricAlgorithm ReadKey(string pem)
    {
        RSA rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            if (rsa.KeySize is not (3072 or 4096))
                throw Unusable("NetSuite takes RSA keys of 3072 and 4096 bits only");
            return rsa;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            rsa.Dispose();
        }
        catch (ConnectorException)
        {
            rsa.Dispose();
            throw;
        }

        ECDsa ec = ECDsa.Create();
        try
        {
            ec.ImportFromPem(pem);
            return ec;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // The cause is left out: its message may repeat part of the key.
            ec.Dispose();
            throw Unusable("it is neither an RSA nor an EC private key in PEM, or it is encrypted");
        }
    }

    private static NetSuiteSigningAlgorithm Choose(NetSuiteSigningAlgorithm wanted, AsymmetricAlgorithm key)
    {
        NetSuiteSigningAlgorithm own = key switch
        {
            RSA => NetSuiteSigningAlgorithm.PS256,
            ECDsa { KeySize: 256 } => NetSuiteSigningAlgorithm.ES256,
            ECDsa { KeySize: 384 } => NetSuiteSigningAlgorithm.ES384,
            ECDsa { KeySize: 521 } => NetSuiteSigningAlgorithm.ES512,
            _ => throw Unusable("NetSuite takes EC keys on P-256, P-384 and P-521 only"),
        };
        if (wanted == NetSuiteSigningAlgorithm.FromKey || wanted == own)
            return own;
        // An RSA key signs with any of the three hashes; a curve fixes its algorithm.
        return key is RSA && wanted is NetSuiteSigningAlgorithm.PS384 or NetSuiteSigningAlgorithm.PS512
            ? wanted
            : throw Unusable($"it cannot sign with {wanted}");
    }

    private static byte[] Sign(AsymmetricAlgorithm key, NetSuiteSigningAlgorithm algorithm, byte[] input)
    {
        HashAlgorithmName hash = algorithm switch
        {
            NetSuiteSigningAlgorithm.PS256 or NetSuiteSigningAlgorithm.ES256 => HashAlgorithmName.SHA256,
            NetSuiteSigningAlgorithm.PS384 or NetSuiteSigningAlgorithm.ES384 => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        };
        return key switch
        {
            RSA rsa => rsa.SignData(input, hash, RSASignaturePadding.Pss),
            ECDsa ec => ec.SignData(input, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            _ => throw new InvalidOperationException("Only RSA and EC keys are read."),
        };
    }

    private static ConnectorException Unusable(string reason) => new(
        NetSuiteErrorCodes.UnusableKey,
        IssueKind.Configuration,
        $"The private key of the certificate cannot be used: {reason}. Make a new certificate for the integration.");
}
