using System.Net;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Asks the token endpoint and reads its answer (RFC 6749 sections 5.1 and 5.2; Salesforce's success carries instance_url and no lifetime).</summary>
internal static class SalesforceTokenRequest
{
    private const int MaxBytes = 64 * 1024;

    public static async ValueTask<AccessToken> SendAsync(HttpClient http, SalesforceOptions options, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken) =>
        Read(await AskAsync(http, options, form, repeatable: true, cancellationToken).ConfigureAwait(false), options);

    /// <summary>Asks and gives the body of the success.</summary>
    public static async ValueTask<byte[]> AskAsync(HttpClient http, SalesforceOptions options, IEnumerable<KeyValuePair<string, string>> form, bool repeatable, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(BaseAddress.Require(options.LoginAddress), "services/oauth2/token"))
        {
            Content = new FormUrlEncodedContent(form),
        };
        request.Headers.Accept.ParseAdd("application/json");
        // Asking twice gives two tokens, of which one is not used: nothing is lost by a retry after a fault of the server. Not so where the first answer has ended what was asked with.
        request.WithOperation("token");
        if (repeatable)
            request.MarkIdempotent();
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        byte[] body;
        try
        {
            body = SalesforceFault.IsJson(response) ? await ResponseBody.ReadAsync(response.Content, MaxBytes, cancellationToken).ConfigureAwait(false) : [];
        }
        catch (HttpRequestException e) when (!repeatable)
        {
            // The pipeline around the call that needs the token would take a broken connection for its own, and ask again.
            throw new ConnectorException(SalesforceErrorCodes.AnswerBrokeOff, IssueKind.Transient, "The connection broke in the middle of the token answer. A new refresh token may be lost with it: when the next login is refused, a person must consent again.", e);
        }

        return response.IsSuccessStatusCode ? body : throw Refused(response.StatusCode, body);
    }

    /// <summary>The new refresh token of an answer; null when there is none.</summary>
    public static string? ReadRefreshToken(ReadOnlyMemory<byte> body)
    {
        if (!TryParse(body, out JsonDocument? document))
            return null;
        using (document)
            return Text(document, "refresh_token");
    }

    public static AccessToken Read(ReadOnlyMemory<byte> body, SalesforceOptions options)
    {
        string? token = null;
        string? instance = null;
        string? identity = null;
        if (TryParse(body, out JsonDocument? document))
        {
            using (document)
            {
                token = Text(document, "access_token");
                instance = Text(document, "instance_url");
                identity = Text(document, "id");
            }
        }

        if (string.IsNullOrWhiteSpace(token) || !Uri.TryCreate(instance, UriKind.Absolute, out Uri? home))
            throw new ConnectorException(ConnectorErrorCodes.UnexpectedResponse, IssueKind.Transient, "The token answer of Salesforce has no access_token or no instance_url. Check that the login address is Salesforce's.");
        if (options.OrganizationId is { } expected)
        {
            // An answer that does not tell its org is none that can be trusted to be of the right one.
            string actual = ReadOrganization(identity) ?? throw new ConnectorException(SalesforceErrorCodes.OtherOrganization, IssueKind.Configuration, "The token answer does not tell its org, so the configured OrganizationId cannot be compared. Check that the login address is Salesforce's.");
            if (!SalesforceRecordId.Same(expected, actual))
                throw new ConnectorException(SalesforceErrorCodes.OtherOrganization, IssueKind.Configuration, "The token is for another org than the configured OrganizationId. Check the credentials and the login address: a sandbox's data must not run into production.");
        }

        if (home.Scheme == Uri.UriSchemeHttps || home.IsLoopback)
            RequireInstance(home, options);
        try
        {
            return new AccessToken(token, expiresAt: null, home);
        }
        catch (ArgumentException e)
        {
            // Wrong for us to make, but it is the server's answer that cannot be used: callers know how to deal with that.
            throw new ConnectorException(ConnectorErrorCodes.UnexpectedResponse, IssueKind.Transient, "The token answer of Salesforce holds a token that cannot stand in a header. Check that the login address is Salesforce's.", e);
        }
    }

    // The token goes wherever the answer says. Who can change the answer could otherwise have it sent to himself, and no certificate would help.
    private static void RequireInstance(Uri home, SalesforceOptions options)
    {
        if (!options.MayBeInstance(home))
        {
            throw new ConnectorException(
                ConnectorErrorCodes.InsecureAddress,
                IssueKind.Configuration,
                $"The token answer names the host '{home.IdnHost}' for the org, which is none of Salesforce's. Nothing was sent there. Check the login address; if the host is yours, such as a proxy, add its domain to InstanceDomains.");
        }
    }

    /// <summary>The org in an identity address, <c>https://login.salesforce.com/id/{org}/{user}</c>; that of an Experience site has the site's path before it.</summary>
    public static string? ReadOrganization(string? identity)
    {
        if (!Uri.TryCreate(identity, UriKind.Absolute, out Uri? uri))
            return null;
        string[] parts = uri.AbsolutePath.Trim('/').Split('/');
        return parts is [.., "id", var organization, _] && SalesforceRecordId.IsValid(organization) ? organization : null;
    }

    public static ConnectorException Refused(HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        string? error = null;
        if (TryParse(body, out JsonDocument? document))
        {
            using (document)
                error = Text(document, "error");
        }

        // Anything else than a word is no code of RFC 6749, and is not repeated into logs.
        if (!SalesforceFault.IsWord(error))
            error = null;
        // What the server could not do now is no refusal, whatever body came with it: taken for one, it would stop a run for good.
        bool passes = (int)status is 408 or 429 or >= 500 || error is "server_error" or "temporarily_unavailable" or "unknown_error";
        if (error is null || passes)
        {
            IssueKind kind = (int)status == 429 ? IssueKind.Throttled : passes ? IssueKind.Transient : IssueKind.Configuration;
            string reason = error is null ? "without a reason that can be read. Check the login address" : "and may answer otherwise later";
            return new ConnectorException(passes ? ConnectorErrorCodes.Unavailable : ConnectorErrorCodes.UnexpectedResponse, kind, $"The token endpoint answered {(int)status} {reason}.") { StatusCode = status, VendorCode = error };
        }

        // The description can name the user, so only the code is shown; every refusal is final, since repeated ones lock the account.
        string remedy = error switch
        {
            "invalid_client_id" or "invalid_client" => "Check the consumer key and secret of the connected app.",
            "unsupported_grant_type" => "Enable this OAuth flow in the connected app, and use the org's own My Domain address for client credentials.",
            "inactive_user" or "inactive_org" => "The user or the org is inactive.",
            _ => "Check the user name, the certificate, the audience, this machine's clock, and that the connected app is approved for the user.",
        };
        return new AuthenticationFailedException($"Salesforce refused to give a token ({error}). {remedy}") { StatusCode = status, VendorCode = error };
    }

    private static bool TryParse(ReadOnlyMemory<byte> body, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        try
        {
            document = body.IsEmpty ? null : JsonDocument.Parse(body);
            return document?.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
