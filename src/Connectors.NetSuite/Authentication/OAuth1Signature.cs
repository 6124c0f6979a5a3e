using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Connectors.NetSuite;

/// <summary>The signature base string and HMAC of OAuth 1.0a (RFC 5849 section 3.4).</summary>
internal static class OAuth1Signature
{
    /// <summary>The text that is signed.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="uri">The address as it goes over the wire. Query parameters are signed, whoever made them.</param>
    /// <param name="oauth">The protocol parameters without <c>realm</c> and without the signature.</param>
    /// <param name="form">The body when it is a form (RFC 5849 section 3.4.1.3.1); empty otherwise, since no other body is signed.</param>
    public static string BaseString(string method, Uri uri, IEnumerable<KeyValuePair<string, string>> oauth, string form = "")
    {
        List<(string Name, string Value)> parameters = [];
        AddPairs(parameters, uri.Query.TrimStart('?'));
        AddPairs(parameters, form);
        foreach ((string name, string value) in oauth)
            parameters.Add((Encode(name), Encode(value)));
        // Sorted by the encoded bytes, names first: a plain sort of decoded text gives another order for some characters.
        parameters.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name) is var order and not 0 ? order : string.CompareOrdinal(a.Value, b.Value));

        var normalized = new StringBuilder();
        foreach ((string name, string value) in parameters)
        {
            if (normalized.Length > 0)
                normalized.Append('&');
            normalized.Append(name).Append('=').Append(value);
        }

        return $"{method.ToUpperInvariant()}&{Encode(BaseUri(uri))}&{Encode(normalized.ToString())}";
    }

    /// <summary>The key of the HMAC.</summary>
    public static string Key(string consumerSecret, string tokenSecret) => $"{Encode(consumerSecret)}&{Encode(tokenSecret)}";

    /// <summary>HMAC-SHA256, the only method that NetSuite takes since 2023.1.</summary>
    public static string Sign(string key, string baseString) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(baseString)));

    /// <summary>Percent-encodes all but the unreserved characters (RFC 3986 section 2.3), as OAuth asks (RFC 5849 section 3.6).</summary>
    public static string Encode(string text) => Uri.EscapeDataString(text);

    /// <summary>Scheme, host, port unless it is the default, and the path with its percent-encoding as sent.</summary>
    private static string BaseUri(Uri uri)
    {
        string port = uri.IsDefaultPort ? "" : ":" + uri.Port.ToString(CultureInfo.InvariantCulture);
        // The Host header carries the ASCII form of a name, and an IPv6 address in its brackets.
        string host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return $"{uri.Scheme}://{host}{port}{uri.AbsolutePath}";
    }

    private static void AddPairs(List<(string Name, string Value)> parameters, string query)
    {
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int divider = pair.IndexOf('=', StringComparison.Ordinal);
            string name = divider < 0 ? pair : pair[..divider];
            string value = divider < 0 ? "" : pair[(divider + 1)..];
            parameters.Add((Recode(name), Recode(value)));
        }
    }

    // Decoded first, because the sender's encoding may differ from OAuth's; a plus stands for a space in a query.
    private static string Recode(string text) => Encode(Uri.UnescapeDataString(text.Replace('+', ' ')));
}
