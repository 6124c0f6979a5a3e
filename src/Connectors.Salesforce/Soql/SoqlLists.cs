namespace Connectors.Salesforce;

/// <summary>Takes lists of values apart, so that each part fits into one query.</summary>
internal static class SoqlLists
{
    /// <summary>
    /// Parts of a list. Values that can find the same record stand in one part, or it would come twice: SOQL compares texts without regard to case, and an id of 15 characters is the one of 18.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="room">The bytes that the encoded list may have.</param>
    public static IEnumerable<List<SoqlValue>> Split(IEnumerable<SoqlValue> values, int room)
    {
        var part = new List<SoqlValue>();
        int used = 0;
        foreach (IGrouping<string, SoqlValue> same in values.Distinct().GroupBy(static v => Key(v.Text), StringComparer.OrdinalIgnoreCase))
        {
            // A comma is three bytes in an address.
            int bytes = same.Sum(static v => Uri.EscapeDataString(v.Text).Length + 3);
            if (part.Count > 0 && used + bytes > room)
            {
                yield return part;
                part = [];
                used = 0;
            }

            part.AddRange(same);
            used += bytes;
        }

        if (part.Count > 0)
            yield return part;
    }

    // The text is quoted.
    private static string Key(string text) => text.Length == 20 && SalesforceRecordId.IsValid(text[1..^1]) ? text[..16] + "'" : text;
}
