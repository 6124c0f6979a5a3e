using System.Globalization;
using System.Text;

using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>The CSV that goes in and out of bulk jobs, piece by piece.</summary>
internal sealed class SalesforceBulkTransfer(SalesforceStore store, SalesforceBulkJobs jobs, SalesforceSandboxOptions options)
{
    private const int MaxUpload = 100 * 1024 * 1024;

    /// <summary>Answers when the path is one of those; false when it is none.</summary>
    public async Task<bool> HandleAsync(HttpContext context, string[] path, IReadOnlyDictionary<string, string> query)
    {
        switch (path)
        {
            case ["jobs", "ingest", var id, "batches"] when HttpMethods.IsPut(context.Request.Method):
                await UploadAsync(context, id).ConfigureAwait(false);
                return true;
            case ["jobs", "ingest", var id, "successfulResults" or "failedResults" or "unprocessedrecords"] when HttpMethods.IsGet(context.Request.Method):
                await IngestResultsAsync(context, id, path[3]).ConfigureAwait(false);
                return true;
            case ["jobs", "query", var id, "results"] when HttpMethods.IsGet(context.Request.Method):
                await QueryResultsAsync(context, id, query).ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }

    private async Task UploadAsync(HttpContext context, string id)
    {
        if (context.Request.ContentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) != true)
            throw new SalesforceApiException(415, "UNSUPPORTED_MEDIA_TYPE", $"Content-Type not supported for this entity: {context.Request.ContentType}");
        using var body = new MemoryStream();
        Stream source = context.Request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase)
            ? new System.IO.Compression.GZipStream(context.Request.Body, System.IO.Compression.CompressionMode.Decompress)
            : context.Request.Body;
        await using (source.ConfigureAwait(false))
            await source.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        if (body.Length > MaxUpload)
            throw new SalesforceApiException(413, "REQUEST_TOO_LARGE", "Request body exceeds the maximum size");
        lock (store.Gate)
            jobs.Upload(id, body.ToArray());
        context.Response.StatusCode = 201;
    }

    private async Task IngestResultsAsync(HttpContext context, string id, string kind)
    {
        SalesforceIngestJob job;
        lock (store.Gate)
            job = jobs.FinishedIngest(id);
        Stream body = Begin(context);
        await using (body.ConfigureAwait(false))
        {
            foreach (SalesforceCsvWriter csv in job.WriteResults(kind))
                await body.WriteAsync(csv.Buffer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task QueryResultsAsync(HttpContext context, string id, IReadOnlyDictionary<string, string> query)
    {
        SalesforceQueryJob job;
        lock (store.Gate)
            job = jobs.FinishedQuery(id);
        int from = ReadLocator(query.GetValueOrDefault("locator"));
        int most = int.TryParse(query.GetValueOrDefault("maxRecords"), NumberStyles.None, CultureInfo.InvariantCulture, out int asked) && asked > 0 ? asked : options.BulkPageSize;
        if (from > job.Count)
            throw new SalesforceApiException(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
        int end = (int)Math.Min((long)from + most, job.Count);
        context.Response.Headers["Sforce-NumberOfRecords"] = (end - from).ToString(CultureInfo.InvariantCulture);
        // The last page has the word null for a locator.
        context.Response.Headers["Sforce-Locator"] = end == job.Count ? "null" : WriteLocator(end);
        Stream body = Begin(context);
        await using (body.ConfigureAwait(false))
        {
            SalesforceCsvWriter csv = job.NewWriter();
            job.WriteHeader(csv);
            do
            {
                lock (store.Gate)
                    from = job.WriteRows(csv, from, end);
                await body.WriteAsync(csv.Buffer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
                csv.Buffer.ResetWrittenCount();
            }
            while (from < end);
        }
    }

    private static Stream Begin(HttpContext context)
    {
        context.Response.StatusCode = 200;
        context.Response.ContentType = "text/csv";
        return SalesforceAnswer.TakesGzip(context) ? SalesforceAnswer.Compress(context) : new LeaveOpenStream(context.Response.Body);
    }

    private static string WriteLocator(int position) => Convert.ToBase64String(Encoding.ASCII.GetBytes("r" + position.ToString(CultureInfo.InvariantCulture))).TrimEnd('=');

    private static int ReadLocator(string? locator)
    {
        if (string.IsNullOrEmpty(locator))
            return 0;
        try
        {
            string text = Encoding.ASCII.GetString(Convert.FromBase64String(locator.PadRight((locator.Length + 3) / 4 * 4, '=')));
            if (text.StartsWith('r') && int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int position))
                return position;
        }
        catch (FormatException)
        {
            // Not one of ours, like any other text.
        }

        throw new SalesforceApiException(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
    }
}
