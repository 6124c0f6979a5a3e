namespace Connectors.Salesforce;

/// <summary>Record ids of 15 or 18 characters; the last three carry the case of the first fifteen.</summary>
internal static class SalesforceRecordId
{
    private const string Checks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    public static bool IsValid(string id) => id.Length is 15 or 18 && !id.AsSpan().ContainsAnyExcept(AsciiLettersAndDigits) && (id.Length == 15 || id == Complete(id));

    public static bool Same(string a, string b) => string.Equals(Complete(a), Complete(b), StringComparison.Ordinal);

    /// <summary>The 18 character form, from the first 15 characters; a text of another length stays as it is.</summary>
    public static string Complete(string id)
    {
        if (id.Length is not (15 or 18))
            return id;
        return string.Create(18, id, static (span, source) =>
        {
            source.AsSpan(0, 15).CopyTo(span);
            for (int group = 0; group < 3; group++)
            {
                int bits = 0;
                for (int i = 0; i < 5; i++)
                {
                    if (span[group * 5 + i] is >= 'A' and <= 'Z')
                        bits |= 1 << i;
                }

                span[15 + group] = Checks[bits];
            }
        });
    }

    private static readonly System.Buffers.SearchValues<char> AsciiLettersAndDigits =
        System.Buffers.SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}
