using System.Globalization;
using System.Net;

namespace Connectors.Workday;

/// <summary>What the headers of an answer say.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="RequestId">Workday's own id of the call; null when the gateway refused it before Workday saw it.</param>
/// <param name="TokensRemaining">The tokens left in the channel's bucket; null on faults of the gateway.</param>
internal readonly record struct AnswerInfo(HttpStatusCode Status, string? RequestId, decimal? TokensRemaining)
{
    public static AnswerInfo Of(HttpResponseMessage response)
    {
        // The number is decimal: SOAP says "699", REST and WQL sometimes "3600.0".
        bool known = decimal.TryParse(
            Header(response, "WD-RateLimit-Tokens-Remaining"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal tokens);
        return new AnswerInfo(response.StatusCode, Header(response, "wd-stat-request-id") ?? Header(response, "x-wd-gid"), known ? tokens : null);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
