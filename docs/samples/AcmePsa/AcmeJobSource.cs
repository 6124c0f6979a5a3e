using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace AcmePsa;

public sealed class AcmeJobSource(AcmeClient client, AcmeJobMapping mapping) : ISource<Project>, IRecordReader<Project>
{
    private const string Form = "acme1:";

    public async IAsyncEnumerable<Page<SourceItem<Project>>> ReadAsync(string? continuation = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (continuation is not null && !continuation.StartsWith(Form, StringComparison.Ordinal))
            throw new ArgumentException("This is no continuation of reading jobs from Acme.", nameof(continuation));
        // By the last id, not by a page number: a job that is deleted meanwhile moves no other over the border of a page.
        string last = continuation?[Form.Length..] ?? "";
        DriftDetector drift = mapping.Watch();
        while (true)
        {
            using HttpRequestMessage request = client.Request(HttpMethod.Get, $"v1/jobs?after={Uri.EscapeDataString(last)}&limit={client.Options.PageSize}", "job.list");
            using JsonDocument page = await client.SendAsync(request, cancellationToken);
            SourceItem<Project>[] items = [.. page.RootElement.GetProperty("jobs").EnumerateArray().Select(job => mapping.ToItem(job, drift))];
            bool more = page.RootElement.GetProperty("more").GetBoolean();
            if (items.Length > 0)
                last = items[^1].Source.RecordId;
            yield return new Page<SourceItem<Project>>(items, more ? Form + last : null);
            if (!more)
                yield break;
        }
    }

    public async Task<SourceItem<Project>?> ReadOneAsync(string nativeId, CancellationToken cancellationToken = default)
    {
        try
        {
            using HttpRequestMessage request = client.Request(HttpMethod.Get, $"v1/jobs/{Uri.EscapeDataString(nativeId)}", "job.get");
            using JsonDocument job = await client.SendAsync(request, cancellationToken);
            return mapping.ToItem(job.RootElement);
        }
        catch (ConnectorException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
