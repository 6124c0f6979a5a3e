using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>Where a read goes on: the snapshot, the next page and the counts that every page must repeat. It holds no data of workers.</summary>
internal sealed record WorkersContinuation(WorkersSnapshot Snapshot, long NextPage, long? TotalResults, long? TotalPages, long Seen)
{
    private const string Mark = "wdy1";
    private const int Parts = 8;

    public string ToText(WorkersQuery query) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Mark};{Fingerprint(query)};{Snapshot.EffectiveDate:yyyy-MM-dd};{Snapshot.EntryMomentText};{NextPage};{TotalResults};{TotalPages};{Seen}");

    /// <exception cref="ConnectorException">The text is not a continuation of this query.</exception>
    public static WorkersContinuation Parse(string text, WorkersQuery query)
    {
        string[] parts = text.Split(';');
        if (parts.Length == Parts
            && parts[0] == Mark
            && parts[1] == Fingerprint(query)
            && DateOnly.TryParseExact(parts[2], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            && WorkersSnapshot.TryParseMoment(parts[3], out DateTimeOffset moment)
            && Count(parts[4], out long? page) && page is > 0
            && Count(parts[5], out long? results)
            && Count(parts[6], out long? pages)
            && Count(parts[7], out long? seen) && seen is not null)
        {
            return new WorkersContinuation(new WorkersSnapshot(day, moment), page.Value, results, pages, seen.Value);
        }

        throw new ConnectorException(
            WorkdayErrorCodes.BadContinuation,
            IssueKind.Configuration,
            "The continuation was not made by this source with this query. Begin afresh without one.");
    }

    // Page n of another query is another page: going on with it would lose workers in silence.
    private static string Fingerprint(WorkersQuery query)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{query.PageSize};{query.AsOfEffectiveDate:yyyy-MM-dd};{query.ExcludeInactiveWorkers};{query.ExcludeEmployees};{query.ExcludeContingentWorkers};{query.IncludeAdditionalJobs};{query.IncludeManagementChain};{query.ExcludeOrganizationSupportRoles};{string.Join('\n', query.Workers)}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }

    private static bool Count(string text, out long? value)
    {
        value = null;
        if (text.Length == 0)
            return true;
        bool read = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        value = number;
        return read;
    }
}
