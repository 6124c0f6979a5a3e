using System.Globalization;

namespace Connectors.Salesforce;

/// <summary>Reads <c>Sforce-Limit-Info: api-usage=900/15000; per-app-api-usage=17/250(appName=x)</c> (REST API Developer Guide, Limit Info Header).</summary>
internal static class SalesforceLimitInfo
{
    public const string HeaderName = "Sforce-Limit-Info";

    public static (long Used, long Granted)? Read(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues(HeaderName, out IEnumerable<string>? values))
            return null;
        foreach (string value in values)
        {
            foreach (string part in value.Split([';', ','], StringSplitOptions.TrimEntries))
            {
                // The app's own share is another matter: the budget is of the org's calls.
                if (part.Split('=', 2) is ["api-usage", var usage]
                    && usage.Split('/') is [var used, var granted]
                    && long.TryParse(used, NumberStyles.None, CultureInfo.InvariantCulture, out long u)
                    && long.TryParse(granted, NumberStyles.None, CultureInfo.InvariantCulture, out long g))
                {
                    return (u, g);
                }
            }
        }

        return null;
    }
}
