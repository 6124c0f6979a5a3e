using System.Globalization;
using System.Text.Json;

using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>What is beside the token endpoint: who a token is (the identity URL and <c>userinfo</c>), whether it is good (<c>introspect</c>, RFC 7662) and its end (<c>revoke</c>, RFC 7009). Thread-safe.</summary>
internal sealed class SalesforceIdentity(SalesforceSandboxOptions options, SalesforceStore store, SalesforceSessions sessions, SalesforceTokenEndpoint tokens)
{
    public static string Url(Uri baseAddress, SalesforceStore store) => $"{baseAddress.GetLeftPart(UriPartial.Authority)}/id/{store.OrganizationId}/{store.UserId}";

    /// <summary>Answers the identity URL, or <c>userinfo</c>, which says the same in the words of OpenID Connect.</summary>
    public Task WhoAsync(HttpContext context, Uri baseAddress, Uri instance, bool openId)
    {
        string? token = SalesforceSessions.BearerOf(context.Request.Headers.Authorization.ToString()) ?? (context.Request.Query["oauth_token"].ToString() is { Length: > 0 } given ? given : null);
        if (token is null || !sessions.Use(token))
        {
            // Not JSON: the product answers with two words.
            context.Response.StatusCode = 403;
            context.Response.ContentType = "text/html;charset=UTF-8";
            return context.Response.WriteAsync(token is null ? "Missing_OAuth_Token" : "Bad_OAuth_Token", context.RequestAborted);
        }

        SalesforceRow user;
        lock (store.Gate)
            user = store.Find("User", store.UserId)!;
        return SalesforceAnswer.JsonAsync(context, 200, w => Write(w, user, Url(baseAddress, store), instance.GetLeftPart(UriPartial.Authority), openId));
    }

    public async Task IntrospectAsync(HttpContext context, Uri baseAddress)
    {
        IFormCollection? form = await FormAsync(context).ConfigureAwait(false);
        if (form is null || tokens.CheckClient(form, context.Request.Headers.Authorization.ToString()) is not null)
        {
            await SalesforceTokenEndpoint.RefuseAsync(context, "invalid_client", "invalid client credentials").ConfigureAwait(false);
            return;
        }

        string token = form["token"].ToString();
        (DateTimeOffset OpenedAt, DateTimeOffset EndsAt)? session = sessions.Look(token);
        bool isRefresh = tokens.IsGood(token);
        await SalesforceAnswer.JsonAsync(context, 200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("active", session is not null || isRefresh);
            if (session is not null || isRefresh)
            {
                writer.WriteString("scope", "api refresh_token");
                writer.WriteString("client_id", options.ClientId);
                writer.WriteString("username", options.Username);
                writer.WriteString("sub", Url(baseAddress, store));
                writer.WriteString("token_type", session is null ? "refresh_token" : "access_token");
            }

            if (session is { } open)
            {
                writer.WriteNumber("exp", open.EndsAt.ToUnixTimeSeconds());
                writer.WriteNumber("iat", open.OpenedAt.ToUnixTimeSeconds());
                writer.WriteNumber("nbf", open.OpenedAt.ToUnixTimeSeconds());
            }

            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    public async Task RevokeAsync(HttpContext context)
    {
        string token = HttpMethods.IsPost(context.Request.Method) ? (await FormAsync(context).ConfigureAwait(false))?["token"].ToString() ?? "" : context.Request.Query["token"].ToString();
        if (!sessions.End(token) && !tokens.Revoke(token))
            await SalesforceTokenEndpoint.RefuseAsync(context, "invalid_token", "invalid token").ConfigureAwait(false);
    }

    private static async Task<IFormCollection?> FormAsync(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false) : null;

    private void Write(Utf8JsonWriter writer, SalesforceRow user, string id, string instance, bool openId)
    {
        writer.WriteStartObject();
        writer.WriteString(openId ? "sub" : "id", id);
        if (!openId)
            writer.WriteBoolean("asserted_user", true);
        writer.WriteString("user_id", store.UserId);
        writer.WriteString("organization_id", store.OrganizationId);
        writer.WriteString(openId ? "preferred_username" : "username", user["Username"] as string);
        writer.WriteString(openId ? "name" : "display_name", user["Name"] as string);
        writer.WriteString(openId ? "nickname" : "nick_name", user["Alias"] as string ?? "integration");
        writer.WriteString("email", user["Email"] as string);
        writer.WriteBoolean("email_verified", true);
        writer.WriteString(openId ? "given_name" : "first_name", user["FirstName"] as string);
        writer.WriteString(openId ? "family_name" : "last_name", user["LastName"] as string);
        writer.WriteString(openId ? "zoneinfo" : "timezone", "GMT");
        writer.WriteBoolean("active", user["IsActive"] is true);
        writer.WriteString("user_type", "STANDARD");
        writer.WriteString("language", "en_US");
        writer.WriteString("locale", "en_US");
        writer.WriteNumber("utcOffset", 0);
        writer.WriteStartObject("urls");
        foreach ((string name, string path) in (ReadOnlySpan<(string, string)>)[("rest", ""), ("sobjects", "sobjects/"), ("query", "query/"), ("recent", "recent/")])
            writer.WriteString(name, $"{instance}/services/data/v{{version}}/{path}");
        writer.WriteEndObject();
        writer.WriteString(openId ? "updated_at" : "last_modified_date", ((DateTimeOffset)user["LastModifiedDate"]!).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteBoolean("is_app_installed", true);
        writer.WriteEndObject();
    }
}
