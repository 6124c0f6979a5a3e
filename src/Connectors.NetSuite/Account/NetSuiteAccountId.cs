using System.Diagnostics.CodeAnalysis;

namespace Connectors.NetSuite;

/// <summary>
/// A NetSuite account id in any spelling, with the two that NetSuite asks for: the host name wants lower case and dashes (<c>1234567-sb1</c>), the OAuth realm upper case and underscores (<c>1234567_SB1</c>).
/// Valid by construction, except for <see langword="default"/>, whose parts are empty. Immutable and thread-safe.
/// </summary>
public readonly record struct NetSuiteAccountId
{
    private const int MaxLength = 40;
    private readonly string? _realm;

    private NetSuiteAccountId(string realm) => _realm = realm;

    /// <summary>The form of the OAuth 1.0a realm and of SOAP's account: <c>1234567_SB1</c>.</summary>
    public string Realm => _realm ?? "";

    /// <summary>The form in host names: <c>1234567-sb1</c>.</summary>
    [SuppressMessage("Globalization", "CA1308:Normalize strings to uppercase", Justification = "Host names are written in lower case; NetSuite's help shows them so.")]
    public string HostLabel => Realm.Replace('_', '-').ToLowerInvariant();

    /// <summary>The address of the account's REST services: <c>https://1234567-sb1.suitetalk.api.netsuite.com/</c>.</summary>
    /// <exception cref="InvalidOperationException">The value is <see langword="default"/>.</exception>
    public Uri BaseAddress => _realm is null
        ? throw new InvalidOperationException("An empty account id has no address.")
        : new Uri($"https://{HostLabel}.suitetalk.api.netsuite.com/");

    /// <summary>Reads an account id in any spelling: <c>1234567_SB1</c>, <c>1234567-sb1</c>, <c>tstdrv1234567</c>.</summary>
    /// <param name="text">Letters and digits, in groups divided by one dash or underscore. Anything else, such as a dot or a slash, could lead requests to another host and is refused.</param>
    /// <param name="accountId">The account id; <see langword="default"/> when the text is none.</param>
    /// <returns>False when the text is not an account id.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out NetSuiteAccountId accountId)
    {
        accountId = default;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength)
            return false;
        bool afterDivider = true;
        foreach (char c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
                afterDivider = false;
            else if (c is '-' or '_' && !afterDivider)
                afterDivider = true;
            else
                return false;
        }

        if (afterDivider)
            return false;
        accountId = new NetSuiteAccountId(text.Replace('-', '_').ToUpperInvariant());
        return true;
    }

    /// <summary>Reads an account id in any spelling.</summary>
    /// <param name="text">See <see cref="TryParse"/>.</param>
    /// <returns>The account id.</returns>
    /// <exception cref="FormatException">The text is not an account id. The message does not repeat it.</exception>
    public static NetSuiteAccountId Parse(string text) => TryParse(text, out NetSuiteAccountId id)
        ? id
        : throw new FormatException("Not a NetSuite account id. It looks like 1234567, 1234567_SB1 or TSTDRV1234567: letters and digits, and single dashes or underscores between them.");

    /// <summary>The realm spelling.</summary>
    /// <returns><see cref="Realm"/>.</returns>
    public override string ToString() => Realm;
}
