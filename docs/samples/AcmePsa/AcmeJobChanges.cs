using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

using Canonical.Model;

using Connectors.Abstractions;

namespace AcmePsa;

/// <summary>Acme numbers its changes, and a number is seen only after all smaller ones: no window, no overlap. A system that stamps by a clock needs both.</summary>
public sealed class AcmeJobChanges(AcmeClient client, AcmeJobMapping mapping) : IChangeSource<Project>
{
    private const string Source = "acme-psa/Job";
    private const int StateVersion = 1;

    public async IAsyncEnumerable<ChangePage<Project>> ReadChangesAsync(ChangeCursor? since = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long revision = since is null ? 0 : long.Parse(since.Open(Source, StateVersion).Span, CultureInfo.InvariantCulture);
        while (true)
        {
            using HttpRequestMessage request = client.Request(HttpMethod.Get, FormattableString.Invariant($"v1/jobs/changes?after={revision}&limit={client.Options.PageSize}"), "job.changes");
            using JsonDocument page = await client.SendAsync(request, cancellationToken);
            RecordChange<Project>[] changes = [.. page.RootElement.GetProperty("jobs").EnumerateArray().Select(ToChange)];
            revision = page.RootElement.GetProperty("revision").GetInt64();
            yield return new ChangePage<Project>(changes, new ChangeCursor(Source, StateVersion, Encoding.ASCII.GetBytes(revision.ToString(CultureInfo.InvariantCulture))));
            if (!page.RootElement.GetProperty("more").GetBoolean())
                yield break;
        }
    }

    private RecordChange<Project> ToChange(JsonElement job) => new()
    {
        Kind = job.GetProperty("deleted").GetBoolean() ? ChangeKind.Deleted : ChangeKind.Upserted,
        Item = mapping.ToItem(job),
        ChangedAt = job.GetProperty("updated").GetDateTimeOffset(),
    };
}
