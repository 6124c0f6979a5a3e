using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Testing.Tests.NetSuite;

/// <summary>Runs <c>node/client.mjs</c>: requests signed by the npm package oauth-1.0a, which we did not write.</summary>
internal static class NodeClient
{
    /// <summary>Sends signed requests one after another.</summary>
    public static async Task<JsonElement[]> SendAsync(NetSuiteSandbox sandbox, params JsonObject[] requests)
    {
        JsonElement answers = await NpmClient.RunAsync(Path.Combine("NetSuite", "node"), "oauth-1.0a", "client.mjs", new JsonObject
        {
            ["realm"] = sandbox.AccountId,
            ["keys"] = new JsonObject
            {
                ["consumerKey"] = sandbox.Token.ConsumerKey,
                ["consumerSecret"] = sandbox.Token.ConsumerSecret,
                ["tokenId"] = sandbox.Token.TokenId,
                ["tokenSecret"] = sandbox.Token.TokenSecret,
            },
            ["requests"] = new JsonArray([.. requests]),
        });
        return [.. answers.EnumerateArray()];
    }
}
