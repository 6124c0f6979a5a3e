using System.Runtime.CompilerServices;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Reads an object in the order of its ids, by cursor while it lasts and by the last id after that. Going on needs no state in Salesforce, so a continuation is good for ever and a lost cursor costs nothing.
/// </summary>
internal sealed class SalesforceKeyset(SalesforceClient client, SoqlBuilder query, string objectName, int pagesAhead)
{
    private const string Version = "1";

    // A query that takes too long is asked for in parts instead of again (REST API Developer Guide, QUERY_TIMEOUT).
    private static readonly int[] Parts = [20_000, 5_000, 1_000, 200];

    /// <summary>The pages; while the caller works on one, so many more are fetched.</summary>
    public IAsyncEnumerable<SalesforceReadPage> ReadAsync(string? continuation, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<SalesforceReadPage> pages = ReadPagesAsync(continuation, cancellationToken);
        return pagesAhead > 0 ? pages.ReadAhead(pagesAhead, cancellationToken) : pages;
    }

    private async IAsyncEnumerable<SalesforceReadPage> ReadPagesAsync(string? continuation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = continuation is null ? null : Parse(continuation);
        bool restarted = false;
        int part = -1;
        while (true)
        {
            SoqlBuilder rest = (last is null ? query : query.Where(SoqlCondition.GreaterThan("Id", last))).OrderBy("Id");
            int limit = part < 0 ? int.MaxValue : Parts[part];
            if (part >= 0)
                rest = rest.Limit(limit);
            string? before = last;
            bool restart = false;
            int read = 0;
            IAsyncEnumerator<Page<SalesforceRecord>> pages = client.QueryAsync(rest.Build(), cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (pages.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await pages.MoveNextAsync().ConfigureAwait(false))
                            break;
                    }
                    catch (ConnectorException e) when (e.Code is SalesforceErrorCodes.CursorGone or SalesforceErrorCodes.AnswerBrokeOff && (last != before || !restarted))
                    {
                        // Once without progress, no more: otherwise it would go round for ever.
                        Log.ReadingRestarted(client.Logger, objectName, e.Code);
                        restart = true;
                        restarted = true;
                        break;
                    }
                    catch (ConnectorException e) when (SalesforceFault.TookTooLong(e) && part + 1 < Parts.Length)
                    {
                        Log.ReadingRestarted(client.Logger, objectName, e.VendorCode ?? e.Code);
                        restart = true;
                        part++;
                        break;
                    }

                    Page<SalesforceRecord> page = pages.Current;
                    if (page.Items.Count > 0)
                        last = page.Items[^1].Id ?? last;
                    read += page.Items.Count;
                    // A part that is full may have more behind it.
                    restart = page.Continuation is null && read >= limit;
                    yield return new SalesforceReadPage(new Page<SalesforceRecord>(page.Items, page.Continuation is null && !restart ? null : Format(last)), client.Time.GetUtcNow());
                }
            }

            if (!restart)
                yield break;
            if (read >= limit && last == before)
                throw SalesforceAnswers.Unexpected("query", "it gives the same records again");
        }
    }

    // Without an id when nothing was seen yet: it begins at the start again, and is not null, since more follows.
    private string Format(string? id) => $"{Version}:{objectName}:{id}";

    private string? Parse(string continuation) =>
        continuation.Split(':') is [Version, var name, var id] && name == objectName && (id.Length == 0 || (id.Length == 18 && SalesforceRecordId.IsValid(id)))
            ? id.Length == 0 ? null : id
            : throw new ArgumentException($"This is no continuation of reading {objectName} from Salesforce.", nameof(continuation));
}
