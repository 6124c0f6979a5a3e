using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>
/// A walk over a list by page numbers in the order <c>created_at:asc</c>, in which new records come last. (The server's own order is mostly <c>updated_at:desc</c>: a record
/// that is touched meanwhile moves to the front and pushes another over the border of a page.) Only a deletion moves records, forward; the walk notices it by the count,
/// looks at the page before once more and hands on what slid there.
/// </summary>
internal sealed class ListWalk
{
    /// <summary>Ids in one call: with more than fit on a page, <c>meta</c> makes no sense.</summary>
    private const int MaxIdsInCall = 200;

    private readonly int _pageSize;
    private readonly IReadOnlyList<string> _ids;
    private readonly Func<QueryBuilder> _filters;
    private readonly string _identity;
    private long _page = 1;
    private long? _count;
    private IReadOnlyList<string> _pageBefore = [];

    public ListWalk(int pageSize, IReadOnlyList<string> ids, Func<QueryBuilder> filters)
    {
        _pageSize = pageSize;
        _ids = ids;
        _filters = filters;
        _identity = filters().Add("per_page", pageSize).Add("only", ids).ToString();
    }

    public bool IsDone { get; private set; }

    /// <summary>The continuation behind the last page; null when it was the last.</summary>
    public string? Continuation => IsDone ? null : new ListContinuation(_page, _count ?? 0, _pageBefore).ToText(_identity);

    public string NextQuery => Query(_page);

    public string QueryBefore => Query(_page - 1);

    public void Begin(string? continuation)
    {
        if (continuation is null)
            return;
        ListContinuation position = ListContinuation.Parse(continuation, _identity);
        _page = position.NextPage;
        _count = position.Count;
        _pageBefore = position.PageBefore;
    }

    /// <summary>Whether records were deleted since the page before.</summary>
    /// <exception cref="ConnectorException">So many that records may have slid over more than one border.</exception>
    public bool HasSlid(BrainstemEnvelope envelope)
    {
        if (_ids.Count > 0 || _page == 1 || _count is not { } before || envelope.Count >= before)
            return false;
        if (before - envelope.Count >= _pageSize)
        {
            throw new ConnectorException(
                KantataErrorCodes.ListMoved,
                IssueKind.Transient,
                "More records than fit on a page were deleted while the list was read. Begin afresh without a continuation.");
        }

        return true;
    }

    /// <summary>What stands on the page before and was not on it when it was read, and is not on the page now read either.</summary>
    public IEnumerable<BrainstemResult> SlidForward(BrainstemEnvelope back, BrainstemEnvelope envelope)
    {
        HashSet<string> known = [.. _pageBefore, .. envelope.Results.Select(static result => result.Id)];
        return back.Results.Where(result => !known.Contains(result.Id));
    }

    public void Advance(BrainstemEnvelope envelope)
    {
        if (_ids.Count == 0 && envelope is { Results.Count: > 0, Meta: { } given } && given.PageNumber != _page)
        {
            // A server or a proxy that knows one page alone would be asked for the next one for ever.
            throw new ConnectorException(ConnectorErrorCodes.UnexpectedResponse, IssueKind.Transient, $"Kantata answered page {given.PageNumber} when it was asked for page {_page}.");
        }

        IsDone = _ids.Count > 0
            ? _page * MaxIdsInCall >= _ids.Count
            // The server may take a smaller size than it was asked for, and says so in meta; old servers have no meta.
            : envelope.Results.Count == 0 || (envelope.Meta is { } meta ? meta.PageNumber >= meta.PageCount : _page * Math.Min(_pageSize, KantataOptions.MaxPageSize) >= envelope.Count);
        _page++;
        _count = envelope.Count;
        _pageBefore = [.. envelope.Results.Select(static result => result.Id)];
    }

    private string Query(long page)
    {
        QueryBuilder query = _filters();
        if (_ids.Count > 0)
        {
            // "only" is not paged: page parameters would be ignored, and its misses are no errors.
            return query.Add("only", [.. _ids.Skip((int)(page - 1) * MaxIdsInCall).Take(MaxIdsInCall)]).Add("per_page", MaxIdsInCall).ToString();
        }

        return query.Add("order", "created_at:asc").Add("per_page", _pageSize).Add("page", page).ToString();
    }
}
