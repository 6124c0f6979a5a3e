using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;

namespace Connectors.Salesforce.Tests;

/// <summary>
/// Accounts that change while they are read, with Salesforce's own clock: a stamp of one second is taken when a write begins and the row is seen when it commits. It understands the queries of the change reader alone; the sandbox is the one that understands SOQL.
/// </summary>
internal sealed partial class ChangingOrg : HttpMessageHandler
{
    private readonly List<(string Id, string Name, bool Deleted, DateTimeOffset Stamp, DateTimeOffset SeenFrom)> _writes = [];
    private readonly Dictionary<string, List<string>> _cursors = new(StringComparer.Ordinal);

    public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public int PageSize { get; set; } = 5;

    /// <summary>Asked before each answer to a query; an answer replaces it.</summary>
    public Func<string, HttpResponseMessage?> Fault { get; set; } = static _ => null;

    public List<string> Queries { get; } = [];

    /// <summary>Questions for deletions, as they were asked.</summary>
    public List<(DateTimeOffset Start, DateTimeOffset End)> Deletions { get; } = [];

    /// <summary>More deletions than these are EXCEEDED_ID_LIMIT.</summary>
    public int MostDeletions { get; set; } = int.MaxValue;

    /// <summary>Answers questions for deletions instead, when it gives an answer.</summary>
    public Func<HttpResponseMessage?> DeletionFault { get; set; } = static () => null;

    /// <summary>How far the covered time lies behind the end that is asked for.</summary>
    public TimeSpan Lag { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The field that bears the stamp.</summary>
    public string StampField { get; set; } = "SystemModstamp";

    public DateTimeOffset DeletionsSince { get; set; } = DateTimeOffset.MinValue;

    public static string Id(int number) => SalesforceRecordId.Complete("001" + number.ToString("D12", CultureInfo.InvariantCulture))!;

    public void Write(int account, string name, bool deleted = false, TimeSpan commitsAfter = default)
    {
        DateTimeOffset stamp = new(Now.Ticks - (Now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        _writes.Add((Id(account), name, deleted, stamp, Now + commitsAfter));
    }

    /// <summary>The rows as they are now, deleted ones included.</summary>
    public Dictionary<string, (string Name, bool Deleted, DateTimeOffset Stamp)> Rows() => _writes
        .Where(w => w.SeenFrom <= Now)
        .GroupBy(w => w.Id, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.OrderBy(w => w.SeenFrom).Select(w => (w.Name, w.Deleted, w.Stamp)).Last(), StringComparer.Ordinal);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Uri uri = request.RequestUri!;
        string path = uri.AbsolutePath;
        HttpResponseMessage answer =
            path.EndsWith("/token", StringComparison.Ordinal) ? Json("""{"access_token":"t","instance_url":"https://na1.salesforce.com","id":"https://login.salesforce.com/id/00Dx0000000BV7zEAG/005x00000012Q9P","token_type":"Bearer"}""")
            : path.EndsWith("/limits", StringComparison.Ordinal) ? Json("{}")
            : path.EndsWith("/deleted/", StringComparison.Ordinal) ? Deleted(HttpUtility.ParseQueryString(uri.Query))
            : Query(path, HttpUtility.ParseQueryString(uri.Query)["q"]);
        answer.Headers.Date = Now;
        answer.RequestMessage = request;
        return Task.FromResult(answer);
    }

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) => new(status) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };

    private HttpResponseMessage Query(string path, string? soql)
    {
        if (Fault(soql ?? path) is { } fault)
            return fault;
        List<string> rows;
        if (soql is not null)
        {
            Queries.Add(soql);
            rows = Select(path, soql);
        }
        else if (!_cursors.Remove(path[(path.LastIndexOf('/') + 1)..], out rows!))
        {
            return Json("""[{"errorCode":"INVALID_QUERY_LOCATOR","message":"invalid query locator"}]""", HttpStatusCode.BadRequest);
        }

        List<string> page = [.. rows.Take(PageSize)];
        string next = "";
        if (rows.Count > PageSize)
        {
            string locator = $"0r8{_cursors.Count}x{Queries.Count}x{rows.Count}";
            _cursors[locator] = rows[PageSize..];
            next = $",\"nextRecordsUrl\":\"/services/data/v64.0/query/{locator}\"";
        }

        return Json($$"""{"totalSize":{{rows.Count}},"done":{{(next.Length == 0 ? "true" : "false")}}{{next}},"records":[{{string.Join(',', page)}}]}""");
    }

    private List<string> Select(string path, string soql)
    {
        soql = soql.Replace(StampField, "SystemModstamp", StringComparison.Ordinal);
        DateTimeOffset? below = Time(BelowPattern().Match(soql)), from = Time(FromPattern().Match(soql)), after = Time(AfterPattern().Match(soql)), at = Time(AtPattern().Match(soql));
        Match id = IdPattern().Match(soql);
        bool all = path.EndsWith("/queryAll", StringComparison.Ordinal);
        IEnumerable<KeyValuePair<string, (string Name, bool Deleted, DateTimeOffset Stamp)>> rows = Rows()
            .Where(r => (all || !r.Value.Deleted)
                && (below is null || r.Value.Stamp < below)
                && (from is null || r.Value.Stamp >= from)
                && (at is null ? !id.Success || string.CompareOrdinal(r.Key, id.Groups["v"].Value) > 0 : r.Value.Stamp > after || (r.Value.Stamp == at && string.CompareOrdinal(r.Key, id.Groups["v"].Value) > 0)));
        rows = soql.Contains("ORDER BY SystemModstamp, Id", StringComparison.Ordinal) ? rows.OrderBy(r => r.Value.Stamp).ThenBy(r => r.Key, StringComparer.Ordinal) : rows.OrderBy(r => r.Key, StringComparer.Ordinal);
        return [.. rows.Select(r => $$"""{"attributes":{"type":"Account","url":"/services/data/v64.0/sobjects/Account/{{r.Key}}"},"Id":"{{r.Key}}","Name":"{{r.Value.Name}}","CurrencyIsoCode":"EUR","IsDeleted":{{(r.Value.Deleted ? "true" : "false")}},"{{StampField}}":"{{Text(r.Value.Stamp)}}"}""")];
    }

    private HttpResponseMessage Deleted(System.Collections.Specialized.NameValueCollection query)
    {
        DateTimeOffset start = DateTimeOffset.Parse(query["start"]!, CultureInfo.InvariantCulture), end = DateTimeOffset.Parse(query["end"]!, CultureInfo.InvariantCulture);
        Deletions.Add((start, end));
        if (DeletionFault() is { } fault)
            return fault;
        string[] records = [.. Rows().Where(r => r.Value.Deleted && r.Value.Stamp >= start && r.Value.Stamp < end)
            .Select(r => $$"""{"id":"{{r.Key}}","deletedDate":"{{Text(r.Value.Stamp)}}"}""")];
        if (records.Length > MostDeletions)
            return Json("""[{"errorCode":"EXCEEDED_ID_LIMIT","message":"exceeded max number of ids"}]""", HttpStatusCode.BadRequest);
        return Json($$"""{"deletedRecords":[{{string.Join(',', records)}}],"earliestDateAvailable":"{{Text(DeletionsSince)}}","latestDateCovered":"{{Text(end - Lag)}}"}""");
    }

    private static DateTimeOffset? Time(Match match) => match.Success ? DateTimeOffset.Parse(match.Groups["v"].Value, CultureInfo.InvariantCulture) : null;

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"SystemModstamp < (?<v>[0-9TZ:\-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BelowPattern();

    [GeneratedRegex(@"SystemModstamp >= (?<v>[0-9TZ:\-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FromPattern();

    [GeneratedRegex(@"SystemModstamp > (?<v>[0-9TZ:\-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AfterPattern();

    [GeneratedRegex(@"SystemModstamp = (?<v>[0-9TZ:\-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AtPattern();

    [GeneratedRegex(@"Id > '(?<v>\w+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IdPattern();
}
