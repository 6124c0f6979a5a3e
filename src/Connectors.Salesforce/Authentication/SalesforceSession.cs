namespace Connectors.Salesforce;

/// <summary>Decides whether a 401 is a session that ended, which a new token heals, or one that would be refused for ever.</summary>
internal static class SalesforceSession
{
    // Some 401s carry the code of an ended session and are none; new tokens would be asked for without end. No code tells them apart, only these words.
    private static readonly string[] NeverHeals = ["Connected app is not attached to Agent", "This session is not valid for use with the REST API"];

    public static async ValueTask<bool> CanHealAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!SalesforceFault.IsJson(response))
            return false;
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        foreach (SalesforceFaultEntry entry in SalesforceFault.ReadEntries(body))
        {
            if (entry.Code == "INVALID_SESSION_ID" && !Array.Exists(NeverHeals, words => entry.Message.Contains(words, StringComparison.OrdinalIgnoreCase)))
                return true;
        }

        return false;
    }
}
