using System.Globalization;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>What must hold when the pages of one snapshot are put together. Without these a moved row is a worker lost in silence.</summary>
internal static class SnapshotRules
{
    public static void Check(WorkersContinuation position, PageResults results, List<WorkerRecord> workers, HashSet<string> seen)
    {
        if (position.TotalResults != results.TotalResults && position.NextPage > 1)
            throw Moved($"page {position.NextPage} counts {Text(results.TotalResults)} workers and the page before {Text(position.TotalResults)}");
        if (results.OnThisPage is { } stated && stated != workers.Count && workers.Count > 0)
            throw Moved($"page {position.NextPage} states {Text(stated)} workers and holds {Text(workers.Count)}");
        if (workers.Count == 0 && results.TotalResults > 0 && position.NextPage <= (results.TotalPages ?? 1))
        {
            throw new ConnectorException(
                WorkdayErrorCodes.ResultsWithoutData,
                IssueKind.Configuration,
                $"Workday counts {Text(results.TotalResults)} workers and sends none on page {position.NextPage}. The integration user may count them and not see them: check its domain permissions.");
        }

        foreach (WorkerRecord worker in workers)
        {
            if (worker.Wid is { } wid && !seen.Add(wid))
                throw Moved($"page {position.NextPage} repeats a worker");
        }
    }

    public static void CheckEnd(PageResults results, long seen)
    {
        if (results.TotalResults is { } total && total != seen)
            throw Moved($"{Text(seen)} of {Text(total)} workers came");
    }

    private static ConnectorException Moved(string what) => new(
        WorkdayErrorCodes.SnapshotMoved,
        IssueKind.Transient,
        $"The set of workers changed while it was read: {what}. Begin afresh without a continuation.");

    private static string Text(long? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "no";
}
