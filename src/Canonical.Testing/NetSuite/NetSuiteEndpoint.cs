using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>The HTTP face of the account: the token endpoint, authentication, the limit of calls at once, and the routes of the record service. Thread-safe.</summary>
internal sealed class NetSuiteEndpoint(NetSuiteSandboxOptions options, NetSuiteStore store, NetSuiteAssertions assertions, NetSuiteSignatures signatures)
{
    public const string JobIdHeader = "x-netsuite-jobid";
    public const string OperationIdHeader = "x-n-operationid";
    private const string TokenPath = "/services/rest/auth/oauth2/v1/token";
    private const string RecordPath = "/services/rest/record/v1";
    private const int MaxPageSize = 1000;
    private int _busy;

    public static NetSuiteFault InvalidLogin(string challenge) => new(
        401,
        "INVALID_LOGIN",
        "Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI at Setup > Users/Roles > User Management > View Login Audit Trail.")
    {
        Challenge = challenge,
    };

    /// <summary>Takes some of the account's calls away, as other integrations of the account do.</summary>
    public void Occupy(int calls) => Interlocked.Add(ref _busy, calls);

    public async Task HandleAsync(HttpContext context, string rawTarget)
    {
        HttpResponse response = context.Response;
        response.Headers[JobIdHeader] = NewId();
        response.Headers[OperationIdHeader] = NewId();
        response.Headers.CacheControl = "No-Cache";
        response.Headers.XContentTypeOptions = "nosniff";
        string path = rawTarget.Split('?', 2)[0];
        if (path == TokenPath)
        {
            await TokenAsync(context).ConfigureAwait(false);
            return;
        }

        int busy = Interlocked.Increment(ref _busy);
        try
        {
            bool isSigned = Authenticate(context, rawTarget);
            if (busy > options.ConcurrencyLimit)
            {
                throw isSigned && options.MaskThrottlingAsInvalidLogin
                    ? InvalidLogin(Challenge("OAuth", "token_rejected", "Invalid login attempt."))
                    : NetSuiteFault.TooManyCalls();
            }

            await RouteAsync(context, path).ConfigureAwait(false);
        }
        catch (NetSuiteFault fault)
        {
            if (fault.Challenge is not null)
                response.Headers.WWWAuthenticate = fault.Challenge;
            response.StatusCode = fault.Status;
            if (!fault.WithoutBody)
                await AnswerAsync(context, "error", NetSuiteBody.Error(fault)).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    private static string Origin(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host.Value}";

    private static string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private static async Task AnswerAsync(HttpContext context, string type, byte[] body)
    {
        HttpResponse response = context.Response;
        response.ContentType = $"application/vnd.oracle.resource+json; type={type}; charset=UTF-8";
        response.Headers.Vary = "User-Agent, Accept-Encoding";
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
            await gzip.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task TokenAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        Dictionary<string, string> form = [];
        if (context.Request.HasFormContentType)
        {
            foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false))
                form[name] = value.ToString();
        }

        (string? token, string error, string description) = assertions.Issue(form, Origin(context) + TokenPath);
        response.ContentType = "application/json;charset=UTF-8";
        if (token is null)
        {
            response.StatusCode = error == "invalid_client" ? 401 : 400;
            response.Headers.WWWAuthenticate = Challenge("Bearer", error, description);
        }

        byte[] body = NetSuiteBody.Write(json =>
        {
            json.WriteStartObject();
            if (token is null)
            {
                json.WriteString("error", error);
            }
            else
            {
                json.WriteString("access_token", token);
                json.WriteNumber("expires_in", NetSuiteAssertions.LifeInSeconds);
                json.WriteString("token_type", "Bearer");
            }

            json.WriteEndObject();
        });
        await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private bool Authenticate(HttpContext context, string rawTarget)
    {
        string authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            if (assertions.IsAlive(authorization["Bearer ".Length..].Trim()))
                return false;
            throw new NetSuiteFault(401, "INVALID_LOGIN", "Invalid login attempt.")
            {
                Challenge = Challenge("Bearer", "invalid_token", "Invalid login attempt."),
                WithoutBody = true,
            };
        }

        if (!authorization.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase))
            throw InvalidLogin(Challenge("Bearer", "invalid_request", "Authentication is missing."));
        if (signatures.Check(authorization, context.Request.Method, Origin(context), rawTarget) is { } problem)
            throw InvalidLogin(Challenge("OAuth", problem.Error, problem.Description));
        return true;
    }

    private string Challenge(string scheme, string error, string description) =>
        $"{scheme} realm=\"{options.AccountId}\", error=\"{error}\", error_description=\"{description}\"";

    private async Task RouteAsync(HttpContext context, string path)
    {
        if (!path.StartsWith(RecordPath + "/", StringComparison.Ordinal))
            throw new NetSuiteFault(404, "NONEXISTENT_ID", "The sandbox has no such service.") { Url = path };
        string[] segments = path[(RecordPath.Length + 1)..].Split('/');
        NetSuiteRecordType type = store.RequireType(Uri.UnescapeDataString(segments[0]), path);
        string? key = segments.Length > 1 ? Uri.UnescapeDataString(segments[1]) : null;
        string root = Origin(context) + RecordPath;
        switch (context.Request.Method, key, segments.Length)
        {
            case ("GET", null, 1):
                await ListAsync(context, root, segments[0], type).ConfigureAwait(false);
                break;
            case ("POST", null, 1):
                await WriteAsync(context, root, type, (body, names, warnings) => store.Create(type, body, null, names, warnings)).ConfigureAwait(false);
                break;
            case ("GET", not null, 2):
                await GetAsync(context, root, type, key).ConfigureAwait(false);
                break;
            case ("PATCH", not null, 2):
                await WriteAsync(context, root, type, (body, names, warnings) => store.Update(type, key, body, names, warnings)).ConfigureAwait(false);
                break;
            case ("PUT", not null, 2) when key.StartsWith("eid:", StringComparison.Ordinal) && key.Length > 4:
                // A vertical bar divides the values of a multi-select and breaks the path of an external id.
                if (key.Contains('|', StringComparison.Ordinal))
                    throw new NetSuiteFault(400, "INVALID_PARAMETER", "The external id cannot be parsed.") { Url = path };
                await WriteAsync(context, root, type, (body, names, warnings) => store.Upsert(type, key[4..], body, names, warnings)).ConfigureAwait(false);
                break;
            case ("DELETE", not null, 2):
                store.Delete(type, key);
                context.Response.StatusCode = 204;
                break;
            default:
                throw new NetSuiteFault(405, "METHOD_NOT_ALLOWED", "The resource does not support this method. PUT needs an external id: eid:...") { Url = path };
        }
    }

    private async Task ListAsync(HttpContext context, string root, string requestedType, NetSuiteRecordType type)
    {
        if (context.Request.Query.ContainsKey("q"))
            throw new NetSuiteFault(400, "INVALID_PARAMETER", "The sandbox does not evaluate q.") { QueryParameter = "q" };
        int limit = Whole(context, "limit", MaxPageSize, 1, MaxPageSize);
        int offset = Whole(context, "offset", 0, 0, int.MaxValue);
        byte[] page = store.Read(() => NetSuiteBody.Page(root, requestedType, type, [.. store.List(type).Select(r => r.Id)], limit, offset));
        await AnswerAsync(context, "collection", page).ConfigureAwait(false);
    }

    private async Task GetAsync(HttpContext context, string root, NetSuiteRecordType type, string key)
    {
        string fields = context.Request.Query["fields"].ToString();
        HashSet<string>? only = fields.Length == 0 ? null : new HashSet<string>(fields.Split(',', StringSplitOptions.TrimEntries), StringComparer.OrdinalIgnoreCase);
        byte[] body = store.Read(() =>
        {
            NetSuiteRecord record = store.Find(type, key) ?? throw NetSuiteFault.MissingRecord();
            return NetSuiteBody.Singular(store, record, root, $"{root}/{type.Name}/{record.Id}{context.Request.QueryString.Value}", only);
        });
        await AnswerAsync(context, "singular", body).ConfigureAwait(false);
    }

    private static async Task WriteAsync(HttpContext context, string root, NetSuiteRecordType type, Func<JsonElement, NetSuiteStore.NameValidation, List<string>, string> write)
    {
        NetSuiteStore.NameValidation names = context.Request.Headers["X-NetSuite-PropertyNameValidation"].ToString().ToUpperInvariant() switch
        {
            "ERROR" => NetSuiteStore.NameValidation.Error,
            "IGNORE" => NetSuiteStore.NameValidation.Ignore,
            _ => NetSuiteStore.NameValidation.Warning,
        };
        List<string> warnings = [];
        string id;
        try
        {
            using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
            id = write(body.RootElement, names, warnings);
        }
        catch (JsonException)
        {
            throw new NetSuiteFault(400, "INVALID_CONTENT", "Invalid content in the request body.");
        }

        // Where the real service puts its warnings is documented only as "in the response headers".
        if (warnings.Count > 0)
            context.Response.Headers.Warning = $"199 - \"Unknown properties were dropped: {string.Join(", ", warnings)}\"";
        context.Response.StatusCode = 204;
        context.Response.Headers.Location = $"{root}/{type.Name}/{id}";
    }

    private static int Whole(HttpContext context, string name, int fallback, int min, int max)
    {
        string text = context.Request.Query[name].ToString();
        if (text.Length == 0)
            return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max
            ? value
            : throw new NetSuiteFault(400, "INVALID_PARAMETER", $"Invalid value for the query parameter {name}.") { QueryParameter = name };
    }
}
