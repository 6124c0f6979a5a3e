using System.Globalization;

namespace Canonical.Testing;

/// <summary>
/// The faults that Salesforce is known for, to be added to <see cref="SandboxServer.Faults"/>. Each hits one call unless <see cref="SandboxFault.Times"/> or <see cref="SandboxFault.Rate"/> say otherwise:
/// <c>SalesforceFault.Unavailable(SalesforceOperation.Query) with { Skip = 2, Times = 3 }</c>. Faults of single rows are in <see cref="SalesforceSandbox.RowFaults"/>.
/// </summary>
public static class SalesforceFault
{
    /// <summary>401 INVALID_SESSION_ID, as when the session has ended: a new token and a second try heal it.</summary>
    /// <param name="operation">The calls that it can hit.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault ExpiredSession(SalesforceOperation operation = SalesforceOperation.Data) =>
        Answer(operation, 401, "INVALID_SESSION_ID", "Session expired or invalid");

    /// <summary>403 REQUEST_LIMIT_EXCEEDED: the calls of the day are used up.</summary>
    /// <param name="operation">The calls that it can hit.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault QuotaExceeded(SalesforceOperation operation = SalesforceOperation.Data) =>
        Answer(operation, 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");

    /// <summary>
    /// A 401 that no new token heals, because the app or the user may not use this API: a client that answers each 401 with a new token and a second try never ends (jsforce once did not).
    /// Without an end, unless <see cref="SandboxFault.Times"/> is set.
    /// </summary>
    /// <param name="operation">The calls that it can hit.</param>
    /// <param name="appNotAttached">Whether the text is that of an app that is not attached to the agent; otherwise that of a session that is not valid for REST.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault SessionNeverHeals(SalesforceOperation operation = SalesforceOperation.Data, bool appNotAttached = false) =>
        Answer(operation, 401, "INVALID_SESSION_ID", appNotAttached ? "Connected app is not attached to Agent" : "This session is not valid for use with the REST API") with { Times = int.MaxValue };

    /// <summary>403 REQUEST_LIMIT_EXCEEDED because too many calls of more than 20 seconds run at once, which passes within seconds, unlike <see cref="QuotaExceeded"/>. See <see cref="SalesforceSandboxOptions.ConcurrentLongRequests"/> for the real thing.</summary>
    /// <param name="operation">The calls that it can hit.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault TooManyLongRequests(SalesforceOperation operation = SalesforceOperation.Data) =>
        Answer(operation, 403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.");

    /// <summary>503 SERVER_UNAVAILABLE as XML, though the caller asked for JSON.</summary>
    /// <param name="operation">The calls that it can hit.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault XmlError(SalesforceOperation operation = SalesforceOperation.Data)
    {
        SalesforceReply reply = SalesforceReply.Error(new SalesforceApiException(503, "SERVER_UNAVAILABLE", "The server is temporarily unavailable"));
        return For(SandboxFaultKind.Answer, operation) with { Status = 503, ContentType = "application/xml;charset=UTF-8", Body = SalesforceAnswer.Xml(reply.Body) };
    }

    /// <summary>400 UNABLE_TO_LOCK_ROW for a whole call; nothing is written. For rows of a collection or a bulk write see <see cref="SalesforceSandbox.RowFaults"/>.</summary>
    /// <param name="operation">The calls that it can hit.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault RowLocked(SalesforceOperation operation = SalesforceOperation.Write) =>
        Answer(operation, 400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records");

    /// <summary>503 SERVER_UNAVAILABLE.</summary>
    /// <param name="operation">The calls that it can hit.</param>
    /// <param name="retryAfterSeconds">What Retry-After says, in seconds; null for no such header, which is what the product mostly gives.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault Unavailable(SalesforceOperation operation = SalesforceOperation.All, int? retryAfterSeconds = null)
    {
        SandboxFault fault = Answer(operation, 503, "SERVER_UNAVAILABLE", "The server is temporarily unavailable");
        return retryAfterSeconds is { } seconds
            ? fault with { Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture) } }
            : fault;
    }

    /// <summary>An HTML page with status 503, as edge servers give.</summary>
    /// <param name="operation">The calls that it can hit.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault HtmlPage(SalesforceOperation operation = SalesforceOperation.All) =>
        For(SandboxFaultKind.Answer, operation) with { Status = 503, ContentType = "text/html;charset=UTF-8", Body = "<html><head><title>Error</title></head><body><h1>We are down for maintenance.</h1></body></html>" };

    /// <summary>The work is done and the connection is cut before the answer: nobody knows that it took effect.</summary>
    /// <param name="operation">The calls that it can hit.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault AnswerLost(SalesforceOperation operation = SalesforceOperation.Writes) => For(SandboxFaultKind.CutAfter, operation);

    /// <summary>The work is done and no answer comes until the caller's own time-out.</summary>
    /// <param name="operation">The calls that it can hit.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault TimeoutAfterCommit(SalesforceOperation operation = SalesforceOperation.Writes) => For(SandboxFaultKind.HangAfter, operation);

    /// <summary>The connection is cut before anything is done.</summary>
    /// <param name="operation">The calls that it can hit.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault ConnectionCut(SalesforceOperation operation = SalesforceOperation.All) => For(SandboxFaultKind.CutBefore, operation);

    /// <summary>The answer comes late.</summary>
    /// <param name="delay">How long it waits, by the sandbox's clock.</param>
    /// <param name="operation">The calls that it can hit.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault SlowAnswer(TimeSpan delay, SalesforceOperation operation = SalesforceOperation.Query | SalesforceOperation.QueryMore) =>
        For(SandboxFaultKind.Slow, operation) with { Delay = delay };

    /// <summary>Half of the body comes.</summary>
    /// <param name="operation">The calls that it can hit.</param>
    /// <param name="quietly">Whether the answer ends as if it were whole; otherwise the connection is cut.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault TruncatedBody(SalesforceOperation operation = SalesforceOperation.Reads, bool quietly = false) =>
        For(quietly ? SandboxFaultKind.TruncateQuietly : SandboxFaultKind.Truncate, operation);

    /// <summary>The request arrives twice, as through a proxy that repeats it.</summary>
    /// <param name="operation">The calls that it can hit.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault DeliveredTwice(SalesforceOperation operation = SalesforceOperation.Writes) => For(SandboxFaultKind.Twice, operation);

    /// <summary>400 INVALID_QUERY_LOCATOR for the next page of a query.</summary>
    /// <returns>The fault.</returns>
    public static SandboxFault CursorGone() => Answer(SalesforceOperation.QueryMore, 400, "INVALID_QUERY_LOCATOR", "invalid query locator");

    /// <summary>An error with a code of your own.</summary>
    /// <param name="operation">The calls that it can hit.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="errorCode">The error code.</param>
    /// <param name="message">The message.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault Answer(SalesforceOperation operation, int status, string errorCode, string message)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(errorCode);
        ArgumentNullException.ThrowIfNull(message);
        SalesforceReply reply = SalesforceReply.Error(new SalesforceApiException(status, errorCode, message));
        return For(SandboxFaultKind.Answer, operation) with { Status = status, Body = System.Text.Encoding.UTF8.GetString(reply.Body.Span) };
    }

    /// <summary>
    /// Makes a share of all calls fail, in every way that passes by itself: ended sessions, locks, 503 with and without Retry-After, pages of HTML and of XML, lost answers, cut connections, halved bodies, repeats and lost cursors.
    /// Each call is hit with the same probability, whatever it is about, and each kind that fits it has an equal part of that. Rows of writes that cannot be locked come on top, with a tenth of the share.
    /// </summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="share">The share of the calls, from 0 to 1, such as 0.2 for a fifth.</param>
    /// <param name="seed">The seed of the draws. With calls that come one after the other the same seed gives the same faults.</param>
    /// <param name="operations">The calls that can be hit; tokens too with <see cref="SalesforceOperation.All"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public static void AddAll(SalesforceSandbox sandbox, double share, int seed, SalesforceOperation operations = SalesforceOperation.Data)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        (SandboxFault Fault, SalesforceOperation Fits)[] kinds =
        [
            (ExpiredSession(), SalesforceOperation.Data), (RowLocked(), SalesforceOperation.Write), (Unavailable(), SalesforceOperation.All), (Unavailable(retryAfterSeconds: 1), SalesforceOperation.All),
            (HtmlPage(), SalesforceOperation.All), (XmlError(), SalesforceOperation.Data), (AnswerLost(), SalesforceOperation.Writes), (ConnectionCut(), SalesforceOperation.All), (TruncatedBody(), SalesforceOperation.Reads),
            (TruncatedBody(quietly: true), SalesforceOperation.Reads), (DeliveredTwice(), SalesforceOperation.Writes), (CursorGone(), SalesforceOperation.QueryMore),
        ];
        sandbox.Faults.Seed(seed);
        for (var operation = SalesforceOperation.Token; operation <= SalesforceOperation.Other; operation = (SalesforceOperation)((int)operation << 1))
        {
            if ((operation & operations) == SalesforceOperation.None)
                continue;
            SandboxFault[] fitting = [.. kinds.Where(k => (k.Fits & operation) != SalesforceOperation.None).Select(k => k.Fault)];
            // They are tried one after the other, so that each is drawn only when those before were not.
            for (int i = 0; i < fitting.Length; i++)
            {
                double part = share / fitting.Length;
                sandbox.Faults.Add(fitting[i] with { Rate = part / (1 - (part * i)), Times = int.MaxValue, Fits = Only(operation) });
            }
        }

        sandbox.RowFaults.Seed(seed);
        sandbox.RowFaults.Add(new SalesforceRowFault { Rate = share / 10, Times = int.MaxValue });
    }

    internal static SalesforceOperation Of(string method, string pathAndQuery)
    {
        int question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        string[] path = (question < 0 ? pathAndQuery : pathAndQuery[..question]).Trim('/').Split('/');
        if (path is ["services", "oauth2", "token"])
            return SalesforceOperation.Token;
        if (path is not ["services", "data", _, .. var rest])
            return SalesforceOperation.Other;
        bool reads = method == "GET";
        return rest switch
        {
            ["query" or "queryAll"] => SalesforceOperation.Query,
            ["query" or "queryAll", _] => SalesforceOperation.QueryMore,
            ["sobjects"] or ["sobjects", _, "describe"] => SalesforceOperation.Describe,
            ["sobjects", _, "updated" or "deleted"] => SalesforceOperation.Replication,
            ["sobjects", ..] => reads ? SalesforceOperation.Read : SalesforceOperation.Write,
            ["composite", "sobjects", _] => SalesforceOperation.Read,
            ["composite", ..] => reads ? SalesforceOperation.Read : SalesforceOperation.WriteMany,
            ["jobs", "ingest", _, "successfulResults" or "failedResults" or "unprocessedrecords"] => SalesforceOperation.BulkIngestResults,
            ["jobs", "ingest", ..] => SalesforceOperation.BulkIngest,
            ["jobs", "query", _, "results"] => SalesforceOperation.BulkQueryResults,
            ["jobs", "query", ..] => SalesforceOperation.BulkQuery,
            _ => SalesforceOperation.Other,
        };
    }

    private static SandboxFault For(SandboxFaultKind kind, SalesforceOperation operation) => new()
    {
        Kind = kind,
        Fits = Only(operation),
    };

    private static Func<string, string, bool> Only(SalesforceOperation operation) => (method, pathAndQuery) => (Of(method, pathAndQuery) & operation) != SalesforceOperation.None;
}
