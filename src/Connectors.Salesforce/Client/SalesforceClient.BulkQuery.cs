using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <content>Queries of Bulk API 2.0 (Bulk API 2.0 and Bulk API Developer Guide, Query), for more records than pages are good for.</content>
public sealed partial class SalesforceClient
{
    /// <summary>Rows of one page of bulk results unless said otherwise: 50,000. A page that breaks off is asked for again, and what was handed on of it is left out.</summary>
    public const int DefaultBulkPageRows = 50_000;

    private static readonly TimeSpan BulkPollFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BulkPollLongest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BulkReadTimeout = TimeSpan.FromSeconds(100);

    /// <summary>Runs a query as a bulk job and streams its rows, with one row in memory: start, wait, results.</summary>
    /// <param name="query">The query. Bulk API takes no GROUP BY, OFFSET, TYPEOF, aggregates, child records, compound fields or FIELDS(); ORDER BY and LIMIT make it slow.</param>
    /// <param name="includeDeleted">True to see deleted and archived records as well.</param>
    /// <param name="cancellationToken">Ends the waiting and the reading. The job goes on in the org for itself.</param>
    /// <returns>The rows, in no order that can be counted on.</returns>
    /// <exception cref="ConnectorException">The query was refused, the object is none of Bulk API's, the job failed (<see cref="SalesforceErrorCodes.BulkJobFailed"/>), or the org cannot be reached.</exception>
    public async IAsyncEnumerable<SalesforceBulkRow> BulkQueryAsync(Soql query, bool includeDeleted = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        SalesforceBulkJob job = await StartBulkQueryAsync(query, includeDeleted, cancellationToken).ConfigureAwait(false);
        await WaitForBulkQueryAsync(job.Id, cancellationToken).ConfigureAwait(false);
        await foreach (SalesforceBulkRow row in ReadBulkQueryAsync(job.Id, cancellationToken: cancellationToken).ConfigureAwait(false))
            yield return row;
    }

    /// <summary>Starts a query job. Keep its id to go on after a restart: results stay for seven days.</summary>
    /// <param name="query">The query.</param>
    /// <param name="includeDeleted">True to see deleted and archived records as well.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The job.</returns>
    /// <exception cref="ConnectorException">The query was refused, or the org cannot be reached.</exception>
    public async Task<SalesforceBulkJob> StartBulkQueryAsync(Soql query, bool includeDeleted = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        using HttpRequestMessage request = NewRequest(HttpMethod.Post, _root + "/jobs/query");
        request.Content = JsonContent(Write(writer =>
        {
            writer.WriteString("operation", includeDeleted ? "queryAll" : "query");
            writer.WriteString("query", query.Text);
            writer.WriteString("contentType", "CSV");
            writer.WriteString("columnDelimiter", "COMMA");
            writer.WriteString("lineEnding", "LF");
        }));
        // A second job of the same query changes nothing; the one whose answer was lost is forgotten after seven days.
        request.MarkIdempotent();
        using JsonDocument answer = await SendJsonAsync(request, "bulk.query.start", cancellationToken).ConfigureAwait(false);
        return SalesforceBulkJob.Read(answer.RootElement, "bulk.query.start");
    }

    /// <summary>Waits until a query job is over.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The job, complete.</returns>
    /// <exception cref="ConnectorException">The job failed or was ended (<see cref="SalesforceErrorCodes.BulkJobFailed"/>), or the org cannot be reached.</exception>
    public async Task<SalesforceBulkJob> WaitForBulkQueryAsync(string jobId, CancellationToken cancellationToken = default)
    {
        SalesforceBulkJob job = await PollAsync($"{_root}/jobs/query/{JobId(jobId)}", "bulk.query.poll", cancellationToken).ConfigureAwait(false);
        return job.State == SalesforceBulkJobState.JobComplete
            ? job
            : throw new ConnectorException(SalesforceErrorCodes.BulkJobFailed, IssueKind.Configuration, $"The query job ended as {job.State}{(job.FailureCode is null ? "" : $" ({job.FailureCode})")}. When the object or the query is none of Bulk API's, read it page by page.") { VendorCode = job.FailureCode };
    }

    /// <summary>Streams the rows of a query job that is complete, with one row in memory.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="pageRows">Rows that are asked for at once, at least 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The rows. A page that breaks off is asked for again from its start, and rows that were handed on are left out.</returns>
    /// <exception cref="ConnectorException">There is no such job, a page broke off again and again (<see cref="SalesforceErrorCodes.AnswerBrokeOff"/>), or the org cannot be reached.</exception>
    public async IAsyncEnumerable<SalesforceBulkRow> ReadBulkQueryAsync(string jobId, int pageRows = DefaultBulkPageRows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (SalesforceBulkPlace place in ReadBulkQueryAsync(jobId, pageRows, null, 0, cancellationToken).ConfigureAwait(false))
            yield return place.Row;
    }

    /// <summary>Streams the rows of a query job from a place on.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="pageRows">Rows that are asked for at once, at least 1; as before when the place is one of an earlier reading.</param>
    /// <param name="locator">The page to begin with; null for the first.</param>
    /// <param name="skip">Rows of that page that were dealt with.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal async IAsyncEnumerable<SalesforceBulkPlace> ReadBulkQueryAsync(string jobId, int pageRows, string? locator, long skip, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pageRows);
        string results = FormattableString.Invariant($"{_root}/jobs/query/{JobId(jobId)}/results?maxRecords={pageRows}");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var page = new BulkPage(locator is null ? results : $"{results}&locator={Uri.EscapeDataString(locator)}", "bulk.query.results");
            long at = 0;
            await foreach (SalesforceBulkRow row in ReadBulkPageAsync(page, cancellationToken).ConfigureAwait(false))
            {
                if (at >= skip)
                    yield return new SalesforceBulkPlace(row, locator, at);
                at++;
            }

            // The end is the word null, not a number of records, which a proxy may have taken away.
            locator = page.Locator;
            skip = 0;
            if (locator is not null && !seen.Add(locator))
                throw SalesforceAnswers.Unexpected("bulk.query.results", "its next page is one that was read");
        }
        while (locator is not null);
    }

    /// <summary>Ends a query job and forgets its results. Nothing depends on it: results go by themselves after seven days.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ConnectorException">The job is still at work, or the org cannot be reached.</exception>
    public async Task DeleteBulkQueryAsync(string jobId, CancellationToken cancellationToken = default)
    {
        using HttpRequestMessage request = NewRequest(HttpMethod.Delete, $"{_root}/jobs/query/{JobId(jobId)}");
        request.MarkIdempotent();
        using HttpResponseMessage response = await SendAsync(request, "bulk.query.delete", cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode && response.StatusCode != System.Net.HttpStatusCode.NotFound)
            throw (await ReadFaultAsync(response, cancellationToken).ConfigureAwait(false)).ToException("bulk.query.delete");
    }

    /// <summary>Where the records of this version of the API are.</summary>
    internal string Root => _root;

    private static string JobId(string jobId)
    {
        ArgumentNullException.ThrowIfNull(jobId);
        return SalesforceRecordId.IsValid(jobId) ? jobId : throw new ArgumentException("A job's id has 15 or 18 letters and digits.", nameof(jobId));
    }

    private async Task<SalesforceBulkJob> PollAsync(string target, string operation, CancellationToken cancellationToken)
    {
        TimeSpan wait = BulkPollFirst;
        int failures = 0;
        while (true)
        {
            TimeSpan told = TimeSpan.Zero;
            try
            {
                using JsonDocument answer = await ReadAsync(target, operation, false, cancellationToken).ConfigureAwait(false)
                    ?? throw new ConnectorException(SalesforceErrorCodes.RecordNotFound, IssueKind.NotFound, "There is no such job in this org; jobs are kept for seven days.");
                SalesforceBulkJob job = SalesforceBulkJob.Read(answer.RootElement, operation);
                if (job.IsOver)
                    return job;
                failures = 0;
            }
            catch (ConnectorException e) when (e.IsTransient && !((e as ThrottledException)?.RetryAfter > LongestPauseAfterLimit) && ++failures < 5)
            {
                // The job goes on whether we hear of it or not, also while the org takes no calls. To leave it now would leave all of its rows in doubt.
                told = (e as ThrottledException)?.RetryAfter ?? TimeSpan.Zero;
            }

            await Task.Delay(told > wait ? told : wait, _time, cancellationToken).ConfigureAwait(false);
            wait = wait * 2 < BulkPollLongest ? wait * 2 : BulkPollLongest;
        }
    }

    private async IAsyncEnumerable<SalesforceBulkRow> ReadBulkPageAsync(BulkPage page, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long given = 0;
        int inVain = 0;
        while (true)
        {
            long before = given;
            Exception? broken = null;
            IAsyncEnumerator<SalesforceBulkRow> rows = ReadBulkAnswerAsync(page, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (rows.ConfigureAwait(false))
            {
                long at = 0;
                while (true)
                {
                    try
                    {
                        if (!await rows.MoveNextAsync().ConfigureAwait(false))
                            break;
                    }
                    catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException || e is ConnectorException { Code: ConnectorErrorCodes.TimedOut })
                    {
                        broken = e;
                        break;
                    }

                    // The results of a job stand still: the same page gives the same rows in the same order.
                    if (at++ < given)
                        continue;
                    given++;
                    yield return rows.Current;
                }
            }

            if (broken is null)
                yield break;
            inVain = given == before ? inVain + 1 : 0;
            if (inVain == 3)
                throw new ConnectorException(SalesforceErrorCodes.AnswerBrokeOff, IssueKind.Transient, $"The connection broke again and again in the answer to {page.Operation}.", broken);
            Log.ReadingRestarted(Logger, page.Operation, SalesforceErrorCodes.AnswerBrokeOff);
        }
    }

    private async IAsyncEnumerable<SalesforceBulkRow> ReadBulkAnswerAsync(BulkPage page, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = NewRequest(HttpMethod.Get, page.Target);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        using HttpResponseMessage response = await SendAsync(request, page.Operation, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw (await ReadFaultAsync(response, cancellationToken).ConfigureAwait(false)).ToException(page.Operation);
        if (response.StatusCode == System.Net.HttpStatusCode.NoContent)
        {
            page.Locator = null;
            yield break;
        }

        if (!string.Equals(response.Content.Headers.ContentType?.MediaType, "text/csv", StringComparison.OrdinalIgnoreCase))
            throw SalesforceAnswers.Unexpected(page.Operation, "it is not declared as CSV");
        page.Locator = response.Headers.TryGetValues("Sforce-Locator", out IEnumerable<string>? values) && string.Concat(values).Trim() is { Length: > 0 } locator && locator != "null" ? locator : null;
        // The time-outs of the pipeline end with the headers; each piece of the body gets one of its own.
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var reader = new CsvReader(stream, _options.MaxResponseBytes, page.Operation);
            SalesforceBulkColumns? columns = null;
            // Where it is told it must be reached: an answer that was cut between two rows looks whole. Where a proxy has taken it away nothing can be said.
            long told = response.Headers.TryGetValues("Sforce-NumberOfRecords", out IEnumerable<string>? numbers) && long.TryParse(string.Concat(numbers), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long number) ? number : 0;
            while (true)
            {
                (byte[] Bytes, int[] Ends)? row;
                limit.CancelAfter(BulkReadTimeout);
                try
                {
                    row = await reader.ReadAsync(columns?.Names.Count ?? 0, either.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
                {
                    throw new ConnectorException(ConnectorErrorCodes.TimedOut, IssueKind.Transient, "The system began to answer and did not go on in time.", e);
                }

                if (row is not { } found)
                {
                    if (told > 0)
                        throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer has fewer rows than it says.");
                    yield break;
                }

                if (columns is null)
                {
                    columns = new SalesforceBulkColumns(found.Bytes, found.Ends);
                    continue;
                }

                told--;
                yield return new SalesforceBulkRow(columns, found.Bytes, found.Ends);
            }
        }
    }

    private sealed class BulkPage(string target, string operation)
    {
        public string Target { get; } = target;

        public string Operation { get; } = operation;

        public string? Locator { get; set; }
    }
}
