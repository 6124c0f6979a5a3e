namespace Connectors.Kantata;

/// <summary>The paging block of an envelope. Recordings of 2013 have none; in <c>only</c> and <c>limit/offset</c> mode all but the count is wrong.</summary>
/// <param name="Count">Records in the whole list.</param>
/// <param name="PageCount">Pages of the whole list at <paramref name="PageSize"/>; 0 when it is empty.</param>
/// <param name="PageNumber">The number of this page, from 1; 0 when the list is empty.</param>
/// <param name="PageSize">What the server took as the size, which may be less than what was asked for.</param>
internal sealed record BrainstemMeta(long Count, long PageCount, long PageNumber, long PageSize);
