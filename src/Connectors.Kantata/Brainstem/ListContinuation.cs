using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>Where a list goes on: the next page, how many records the list had, and the ids of the page before, which tell what slid forward when something was deleted.</summary>
internal sealed record ListContinuation(long NextPage, long Count, IReadOnlyList<string> PageBefore)
{
    private const string Mark = "kan1";

    public string ToText(string query) =>
        string.Create(CultureInfo.InvariantCulture, $"{Mark};{Fingerprint(query)};{NextPage};{Count};{string.Join(',', PageBefore)}");

    /// <exception cref="ConnectorException">The text is not a continuation of this query.</exception>
    public static ListContinuation Parse(string text, string query)
    {
        string[] parts = text.Split(';');
        if (parts.Length == 5
            && parts[0] == Mark
            && parts[1] == Fingerprint(query)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long page) && page > 0
            && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out long count))
            return new ListContinuation(page, count, parts[4].Split(',', StringSplitOptions.RemoveEmptyEntries));
        throw new ConnectorException(
            KantataErrorCodes.BadContinuation,
            IssueKind.Configuration,
            "The continuation was not made by this source with this query. Begin afresh without one.");
    }

    // Page n of another query is another page: going on with it would lose records in silence.
    private static string Fingerprint(string query) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query)).AsSpan(0, 8));
}
