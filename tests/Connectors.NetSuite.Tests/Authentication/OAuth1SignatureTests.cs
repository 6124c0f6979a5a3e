using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Connectors.NetSuite.Tests;

public sealed class OAuth1SignatureTests
{
    // RFC 5849 section 3.4.1.1: the one in the text of the standard, so that it is checked on machines without recorded payloads too.
    [Fact]
    public void BaseString_ExampleOfTheStandard_IsReproduced()
    {
        string text = OAuth1Signature.BaseString(
            "POST",
            new Uri("http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b"),
            [
                new("oauth_consumer_key", "9djdj82h48djs9d2"),
                new("oauth_token", "kkk9d7dh3k39sjv7"),
                new("oauth_signature_method", "HMAC-SHA1"),
                new("oauth_timestamp", "137131201"),
                new("oauth_nonce", "7d8f3e4a"),
            ],
            "c2&a3=2+q");

        Assert.Equal(
            "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7",
            text);
    }

    [Fact]
    [Trait("Category", "Fixtures")]
    public void Sign_EveryRestVector_IsReproduced()
    {
        JsonElement file = SharedFixtures.Json("oauth1-signature-vectors.json");
        JsonElement keys = file.GetProperty("netsuiteKeys");
        var credential = new NetSuiteTokenCredential(Text(keys, "consumerKey"), Text(keys, "consumerSecret"), Text(keys, "tokenId"), Text(keys, "tokenSecret"));
        Assert.Equal(Text(keys, "signingKey"), OAuth1Signature.Key(credential.ConsumerSecret, credential.TokenSecret));
        int count = 0;
        foreach (JsonElement vector in file.GetProperty("rest").EnumerateArray())
        {
            var uri = new Uri(Text(vector, "url"));
            string header = TokenSigningHandler.Header(credential, Text(vector, "realm"), Text(vector, "method"), uri, Text(keys, "nonce"), Text(keys, "timestamp"));
            string baseString = OAuth1Signature.BaseString(Text(vector, "method"), uri, Parameters(keys));

            Assert.Equal(Text(vector, "baseString"), baseString);
            Assert.Equal(Text(vector, "signature"), OAuth1Signature.Sign(Text(keys, "signingKey"), baseString));
            Assert.Contains($"oauth_signature=\"{Text(vector, "signatureInHeader")}\"", header, StringComparison.Ordinal);
            Assert.StartsWith($"realm=\"{Text(vector, "realm")}\"", header, StringComparison.Ordinal);
            // Parameters of the query are signed and never in the header.
            Assert.Equal(8, header.Split(", ").Length);
            count++;
        }

        Assert.Equal(9, count);
    }

    [Fact]
    [Trait("Category", "Fixtures")]
    public void BaseString_EveryVectorOfTheStandard_IsReproduced()
    {
        int count = 0;
        foreach (JsonElement vector in SharedFixtures.Json("oauth1-signature-vectors.json").GetProperty("rfc5849").EnumerateArray())
        {
            IEnumerable<KeyValuePair<string, string>> oauth = vector.GetProperty("oauth").EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.GetString()!));
            string baseString = OAuth1Signature.BaseString(Text(vector, "method"), new Uri(Text(vector, "url")), oauth, Text(vector, "formBody"));
            string key = OAuth1Signature.Key(Text(vector, "consumerSecret"), Text(vector, "tokenSecret"));

            Assert.Equal(Text(vector, "baseString"), baseString);
            Assert.Equal(Text(vector, "signature"), HmacSha1(key, baseString));
            count++;
        }

        Assert.Equal(3, count);
    }

    [Fact]
    [Trait("Category", "Fixtures")]
    public void Sign_SoapPassport_UsesTheSamePrimitive()
    {
        JsonElement file = SharedFixtures.Json("oauth1-signature-vectors.json");
        JsonElement passport = file.GetProperty("soapTokenPassport");

        Assert.Equal(Text(passport, "signature"), OAuth1Signature.Sign(Text(file.GetProperty("netsuiteKeys"), "signingKey"), Text(passport, "baseString")));
    }

    // The vectors of the standard are older than HMAC-SHA256: its signature is computed here, the text that is signed by the connector.
    private static string HmacSha1(string key, string text) =>
#pragma warning disable CA5350 // SHA-1 is what RFC 5849's own examples use; nothing is protected by it here.
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(text)));
#pragma warning restore CA5350

    private static KeyValuePair<string, string>[] Parameters(JsonElement keys) =>
    [
        new("oauth_consumer_key", Text(keys, "consumerKey")),
        new("oauth_token", Text(keys, "tokenId")),
        new("oauth_nonce", Text(keys, "nonce")),
        new("oauth_timestamp", Text(keys, "timestamp")),
        new("oauth_signature_method", Text(keys, "signatureMethod")),
        new("oauth_version", Text(keys, "version")),
    ];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
