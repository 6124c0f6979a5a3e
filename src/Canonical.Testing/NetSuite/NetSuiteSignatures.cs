using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Canonical.Testing;

/// <summary>
/// Checks the signature of token-based authentication: OAuth 1.0a with HMAC-SHA256 (RFC 5849). Written apart from the connector's signer, from the server's side: it starts from what came over the wire.
/// Thread-safe.
/// </summary>
internal sealed class NetSuiteSignatures(NetSuiteSandboxToken token, string realm, TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);

    /// <summary>Null when the header is right; otherwise the error of the challenge and its description. The real service hides the description and writes it to its login audit trail.</summary>
    public (string Error, string Description)? Check(string header, string method, string origin, string rawTarget)
    {
        Dictionary<string, string> given = ParseHeader(header);
        if (given.GetValueOrDefault("realm") != realm)
            return ("token_rejected", "The realm is not the account id.");
        if (given.GetValueOrDefault("oauth_signature_method") != "HMAC-SHA256")
            return ("signature_method_rejected", "Only HMAC-SHA256 is accepted.");
        if (given.GetValueOrDefault("oauth_consumer_key") != token.ConsumerKey)
            return ("consumer_key_unknown", "The consumer key is not known.");
        if (given.GetValueOrDefault("oauth_token") != token.TokenId)
            return ("token_rejected", "The token is not known.");
        if (!long.TryParse(given.GetValueOrDefault("oauth_timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            || (time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Tolerance)
        {
            return ("timestamp_refused", "The timestamp is not within five minutes.");
        }

        string expected = Sign(method, origin, rawTarget, given);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(given.GetValueOrDefault("oauth_signature") ?? "")))
            return ("signature_invalid", "The signature does not fit the request.");
        // Only a request that is right in all else uses up its nonce.
        return _seen.TryAdd(given.GetValueOrDefault("oauth_nonce") + "&" + seconds.ToString(CultureInfo.InvariantCulture), true)
            ? null
            : ("nonce_used", "The nonce was used before: a repeated request must be signed anew.");
    }

    private static Dictionary<string, string> ParseHeader(string header)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in header["OAuth ".Length..].Split(','))
        {
            string[] pair = part.Trim().Split('=', 2);
            if (pair.Length == 2)
                values[pair[0]] = Uri.UnescapeDataString(pair[1].Trim('"'));
        }

        return values;
    }

    private string Sign(string method, string origin, string rawTarget, Dictionary<string, string> given)
    {
        string[] target = rawTarget.Split('?', 2);
        List<(string Name, string Value)> parameters = [];
        foreach (string pair in target.Length == 2 ? target[1].Split('&', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            string[] parts = pair.Split('=', 2);
            parameters.Add((Recode(parts[0]), Recode(parts.Length == 2 ? parts[1] : "")));
        }

        foreach ((string name, string value) in given)
        {
            if (name is not ("realm" or "oauth_signature"))
                parameters.Add((Uri.EscapeDataString(name), Uri.EscapeDataString(value)));
        }

        parameters.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name) is var order and not 0 ? order : string.CompareOrdinal(a.Value, b.Value));
        string normalized = string.Join('&', parameters.Select(p => $"{p.Name}={p.Value}"));
        string text = $"{method.ToUpperInvariant()}&{Uri.EscapeDataString(origin + target[0])}&{Uri.EscapeDataString(normalized)}";
        string key = $"{Uri.EscapeDataString(token.ConsumerSecret)}&{Uri.EscapeDataString(token.TokenSecret)}";
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(text)));
    }

    // A plus in a query means a space (RFC 5849 section 3.4.1.3.1, by way of the form encoding).
    private static string Recode(string part) => Uri.EscapeDataString(Uri.UnescapeDataString(part.Replace('+', ' ')));
}
