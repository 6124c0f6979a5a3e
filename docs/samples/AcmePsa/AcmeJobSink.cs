using System.Net;
using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace AcmePsa;

public sealed class AcmeJobSink(AcmeClient client, AcmeJobMapping mapping) : ISink<Project>
{
    public string Target => $"{AcmeJobMapping.System}/{client.Options.Account}";

    public async Task<WriteOutcome> UpsertAsync(WriteRequest<Project> request, CancellationToken cancellationToken = default)
    {
        MappingResult job = mapping.ToJob(request.Value);
        if (!job.Succeeded)
            return WriteOutcome.Rejected([.. job.Issues.Select(MappingIssueExtensions.ToRecordIssue)]);
        // By our own key in the address, Acme recognises the second sending: the call may be repeated.
        using HttpRequestMessage call = client.Request(HttpMethod.Put, Address(request), "job.upsert", job.Json).MarkIdempotent();
        try
        {
            using JsonDocument answer = await client.SendAsync(call, cancellationToken);
            return new WriteOutcome
            {
                Kind = answer.RootElement.GetProperty("created").GetBoolean() ? WriteOutcomeKind.Created : WriteOutcomeKind.Updated,
                NativeId = answer.RootElement.GetProperty("id").GetString(),
            };
        }
        catch (ConnectorException e) when (e.Kind is not (IssueKind.Authentication or IssueKind.Configuration) || call.MayHaveTakenEffect())
        {
            return AcmeErrors.Outcome(e, call.MayHaveTakenEffect());
        }
    }

    public async Task<ReadBack> ReadBackAsync(WriteRequest<Project> request, CancellationToken cancellationToken = default)
    {
        try
        {
            using HttpRequestMessage call = client.Request(HttpMethod.Get, Address(request), "job.find");
            using JsonDocument job = await client.SendAsync(call, cancellationToken);
            return new ReadBack { Found = true, NativeId = job.RootElement.GetProperty("id").GetString(), Differences = mapping.Differences(job.RootElement, mapping.ToJob(request.Value).Json) };
        }
        catch (ConnectorException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return new ReadBack { Found = false };
        }
    }

    private static string Address(WriteRequest<Project> request) => $"v1/jobs/by-key/{Uri.EscapeDataString(request.Value.Id.ToString())}";
}
