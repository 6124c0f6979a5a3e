using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Connectors.NetSuite;

/// <summary>
/// Signs each attempt with the keys of token-based authentication (OAuth 1.0a, HMAC-SHA256). It stands innermost, so that a retry carries a new nonce and timestamp: a repeated signature is refused. Thread-safe.
/// </summary>
/// <remarks>
/// Over the account's limit NetSuite has been seen to answer a signed call with 401 <c>INVALID_LOGIN</c> instead of 429. When the keys have worked before, the first such answer to a request is handed on as 429, which the
/// pipeline may retry; the second one stands as 401. On a call whose keys never worked, 401 stands at once: retrying refused keys locks the user.
/// </remarks>
internal sealed class TokenSigningHandler(Func<CancellationToken, ValueTask<NetSuiteTokenCredential>> credentials, string realm, TokenSigningState state, TimeProvider time) : DelegatingHandler
{
    internal const string MaskedReason = "Masked concurrency limit";
    private static readonly HttpRequestOptionsKey<bool> RefusedBefore = new("Connectors.NetSuite.RefusedBefore");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        NetSuiteTokenCredential keys = await credentials(cancellationToken).ConfigureAwait(false);
        Sign(request, keys);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Unauthorized && response.Headers.Date is { } serverTime && state.LearnSkew(serverTime, time.GetUtcNow()))
        {
            response.Dispose();
            Sign(request, keys);
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            // Any other answer, even an error, came after the keys were accepted. A fault of a proxy proves nothing.
            if (response.IsSuccessStatusCode)
                state.IsProven = true;
            return response;
        }

        bool isSecond = request.Options.TryGetValue(RefusedBefore, out bool before) && before;
        if (!state.IsProven || isSecond)
        {
            state.IsProven = false;
            return response;
        }

        request.Options.Set(RefusedBefore, true);
        response.StatusCode = HttpStatusCode.TooManyRequests;
        response.ReasonPhrase = MaskedReason;
        return response;
    }

    private void Sign(HttpRequestMessage request, NetSuiteTokenCredential keys)
    {
        string timestamp = (time.GetUtcNow() + state.Skew).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        request.Headers.Authorization = new AuthenticationHeaderValue("OAuth", Header(keys, realm, request.Method.Method, request.RequestUri!, nonce, timestamp));
    }

    /// <summary>The header's parameters. The realm is in the header and not in the signature; parameters of the query are in the signature and not in the header.</summary>
    internal static string Header(NetSuiteTokenCredential keys, string realm, string method, Uri uri, string nonce, string timestamp)
    {
        KeyValuePair<string, string>[] oauth =
        [
            new("oauth_consumer_key", keys.ConsumerKey),
            new("oauth_token", keys.TokenId),
            new("oauth_nonce", nonce),
            new("oauth_timestamp", timestamp),
            new("oauth_signature_method", "HMAC-SHA256"),
            new("oauth_version", "1.0"),
        ];
        string signature = OAuth1Signature.Sign(OAuth1Signature.Key(keys.ConsumerSecret, keys.TokenSecret), OAuth1Signature.BaseString(method, uri, oauth));
        var header = new StringBuilder();
        header.Append("realm=\"").Append(OAuth1Signature.Encode(realm)).Append('"');
        foreach ((string name, string value) in oauth)
            header.Append(", ").Append(name).Append("=\"").Append(OAuth1Signature.Encode(value)).Append('"');
        return header.Append(", oauth_signature=\"").Append(OAuth1Signature.Encode(signature)).Append('"').ToString();
    }
}
