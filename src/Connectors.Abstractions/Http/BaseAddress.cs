using System.Net;

namespace Connectors.Abstractions;

/// <summary>The rule for addresses that credentials are sent to: https always, plain http for loopback alone (RFC 6749 section 3.2, RFC 8252 section 7.3).</summary>
public static class BaseAddress
{
    /// <summary>Checks an address that comes from configuration or from a token answer.</summary>
    /// <param name="address">An absolute address.</param>
    /// <returns>The same address with a path that ends in <c>/</c>, so that relative paths are added and do not replace its last segment.</returns>
    /// <exception cref="ConnectorException">The address is relative, holds user information, a query or a fragment, or is neither https nor loopback (<see cref="ConnectorErrorCodes.InsecureAddress"/>).</exception>
    public static Uri Require(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri)
            throw Refuse("it is not absolute");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
            throw Refuse("it holds user information, a query or a fragment");
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && IsLoopback(address)))
            throw Refuse("it is neither https nor an http address on loopback");
        return address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");

        static ConnectorException Refuse(string reason) => new(
            ConnectorErrorCodes.InsecureAddress,
            IssueKind.Configuration,
            $"The base address cannot be used: {reason}. Give an absolute https address; plain http is for tests on loopback.");
    }

    // Uri.IsLoopback also accepts names that merely resolve to loopback by convention of the machine; only literal addresses and "localhost" count here.
    private static bool IsLoopback(Uri address) =>
        string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip));
}
