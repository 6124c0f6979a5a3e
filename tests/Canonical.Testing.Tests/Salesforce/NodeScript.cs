using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>Runs scripts with Salesforce clients of npm against a sandbox.</summary>
internal static class NodeScript
{
    public static string Codes(JsonElement rows) =>
        string.Join(", ", rows.EnumerateArray().Select(r => r.GetProperty("success").GetBoolean() ? "ok" : r.GetProperty("errors")[0].GetProperty("statusCode").GetString()));

    public static JsonElement Ok(JsonElement seen, string step) =>
        seen.GetProperty(step).TryGetProperty("ok", out JsonElement ok) ? ok : throw new InvalidOperationException($"{step}: {seen.GetProperty(step)}");

    public static string? Code(JsonElement seen, string step) =>
        seen.GetProperty(step).TryGetProperty("errorCode", out JsonElement code) ? code.GetString() : throw new InvalidOperationException($"{step}: {seen.GetProperty(step)}");

    /// <summary>Runs a script of the folder and gives what it wrote. Skips where node or a registry is missing.</summary>
    public static Task<JsonElement> RunAsync(string client, string script, SalesforceSandbox sandbox, RSA key) =>
        NpmClient.RunAsync(Path.Combine("Salesforce", client), client, script, new JsonObject
        {
            ["loginUrl"] = sandbox.BaseAddress.ToString().TrimEnd('/'),
            ["clientId"] = SalesforceSandboxOptions.DefaultClientId,
            ["clientSecret"] = SalesforceSandboxOptions.DefaultClientSecret,
            ["refreshToken"] = SalesforceSandboxOptions.DefaultRefreshToken,
            ["username"] = SalesforceSandboxOptions.DefaultUsername,
            ["audience"] = "https://login.salesforce.com",
            ["privateKey"] = key.ExportPkcs8PrivateKeyPem(),
        });
}
