using System.Text.Json;

using Connectors.Abstractions;

namespace AcmePsa;

public sealed class AcmeTokenSource(HttpClient http, AcmeOptions options, TimeProvider time) : IAccessTokenSource
{
    public async ValueTask<AccessToken> RequestTokenAsync(CancellationToken cancellationToken = default)
    {
        AcmeCredentials credentials = await options.Credentials!(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(BaseAddress.Require(options.BaseAddress), "oauth/token"))
        {
            Content = new FormUrlEncodedContent([new("client_id", credentials.ClientId), new("client_secret", credentials.Secret)]),
        };
        // Asking twice gives two tokens, of which one is not used.
        request.WithOperation("token").MarkIdempotent();
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        byte[] body = await ResponseBody.ReadAsync(response.Content, maxBytes: 64 * 1024, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new AuthenticationFailedException("Acme refuses the client. Check its id and secret.") { StatusCode = response.StatusCode };
        using JsonDocument answer = AcmeErrors.Parse(body);
        return new AccessToken(
            answer.RootElement.GetProperty("access_token").GetString()!,
            time.GetUtcNow().AddSeconds(answer.RootElement.GetProperty("expires_in").GetInt32()));
    }
}
