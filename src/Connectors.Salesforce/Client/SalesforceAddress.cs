using System.Globalization;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Addresses of the REST API. Values become exactly one segment; what a URL library would fold away is refused.</summary>
internal static class SalesforceAddress
{
    /// <summary>The most bytes of path and query. Salesforce takes 16,384 for address and headers together; the rest is room for the token.</summary>
    public const int MaxTargetBytes = 13_000;

    public static string Root(int version) => string.Create(CultureInfo.InvariantCulture, $"/services/data/v{version}.0");

    public static Uri Resolve(Uri login, string target)
    {
        // By hand, since new Uri(base, "//host/path") would leave the host.
        var uri = new Uri(login.GetLeftPart(UriPartial.Authority) + target);
        if (!string.Equals(uri.PathAndQuery, target, StringComparison.Ordinal))
            throw new ConnectorException(SalesforceErrorCodes.ExternalIdNotAddressable, IssueKind.Validation, "The address would not arrive as it was made.");
        return uri;
    }

    /// <summary>A value as one segment: <c>/</c>, <c>?</c>, <c>#</c>, <c>%</c> and blanks encoded. Unencoded, <c>A#1</c> would write to record A.</summary>
    /// <exception cref="ConnectorException">The value is empty or one of <c>.</c> and <c>..</c>, which are folded away on the way whatever their encoding.</exception>
    public static string Segment(string value)
    {
        if (value.Length == 0 || value is "." or ".." || !IsWellFormed(value))
            throw new ConnectorException(SalesforceErrorCodes.ExternalIdNotAddressable, IssueKind.Validation, "An external id that is empty, '.', '..' or not well-formed text cannot be put into an address. Give the record another external id.");
        return Uri.EscapeDataString(value);
    }

    /// <summary>Takes a nextRecordsUrl of an answer: there it is Salesforce's mistake and not the caller's.</summary>
    public static string Next(string target)
    {
        try
        {
            return Cursor(target);
        }
        catch (ArgumentException e)
        {
            throw SalesforceAnswers.Unexpected("query", "its next page is none of the query resource", e);
        }
    }

    /// <summary>Takes a nextRecordsUrl, which is opaque, as long as it is a path of the query resource.</summary>
    public static string Cursor(string target) =>
        target.StartsWith("/services/data/v", StringComparison.Ordinal) && !target.AsSpan().ContainsAny('?', '#', '\\') && !target.Contains("..", StringComparison.Ordinal)
            ? target
            : throw new ArgumentException("This is no continuation of a Salesforce query.", nameof(target));

    private static bool IsWellFormed(string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i]))
                continue;
            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}
