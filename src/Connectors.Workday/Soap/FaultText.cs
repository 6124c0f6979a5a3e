using System.Buffers;
using System.Text.RegularExpressions;

namespace Connectors.Workday;

/// <summary>
/// Decides which texts of a fault may be repeated. Workday puts values of the request (names, ids, e-mail addresses) into its messages, so only texts that are
/// known to hold none pass, and from the invalid-ID text only the type of the reference.
/// </summary>
internal static partial class FaultText
{
    private const string Prefix = "Validation error occurred. ";
    private const int MaxXPathLength = 2000;
    private const string ProcessingPrefix = "Processing error occurred. ";

    // No quotes, so no predicate can carry a value.
    private static readonly SearchValues<char> XPathCharacters = SearchValues.Create("/:[]_.-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // Sentences of Workday without a variable part.
    private static readonly string[] Known =
    [
        "invalid username or password",
        "The web service or version is invalid for the requested operation",
        "The task submitted is not authorized.",
        "Page number cannot be zero",
        "Updated Through must be less than or equal to Current Moment!",
        "Validation error occurred.",
        "Processing error occurred.",
    ];

    /// <summary>The text when it is known to hold no value, else how long it was.</summary>
    public static string Redact(string text)
    {
        string trimmed = Trim(text);
        foreach (string known in Known)
        {
            if (string.Equals(trimmed, known, StringComparison.Ordinal))
                return known;
        }

        if (ReferenceType(trimmed) is { } type)
            return $"Invalid ID value of type {type} (the value is withheld).";
        if (UnknownElement(trimmed) is { } element)
            return $"Element not found: {element}.";
        return $"A message of {trimmed.Length} characters, withheld because it may hold personal data.";
    }

    /// <summary>The type in "'…' is not a valid ID value for type = 'Employee_ID'"; null when the text is another.</summary>
    public static string? ReferenceType(string text)
    {
        Match match = InvalidId().Match(Trim(text));
        return match.Success ? match.Groups["type"].Value : null;
    }

    /// <summary>The element in "Element not found=X-urn:com.workday/bsvc"; null when the text is another.</summary>
    public static string? UnknownElement(string text)
    {
        Match match = ElementNotFound().Match(Trim(text));
        return match.Success ? match.Groups["element"].Value : null;
    }

    /// <summary>The path when it is a path of elements and indexes, which holds no values; else null.</summary>
    public static string? XPath(string text)
    {
        string path = text.Trim();
        return path.Length is > 0 and <= MaxXPathLength && path[0] == '/' && !path.AsSpan().ContainsAnyExcept(XPathCharacters) ? path : null;
    }

    private static string Trim(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.StartsWith(Prefix, StringComparison.Ordinal))
            return trimmed[Prefix.Length..].Trim();
        return trimmed.StartsWith(ProcessingPrefix, StringComparison.Ordinal) ? trimmed[ProcessingPrefix.Length..].Trim() : trimmed;
    }

    // The quoted value may itself hold quotes and anything else, so the end of the sentence is the anchor. Names of types are of Workday's own alphabet.
    [GeneratedRegex("^Invalid ID value\\. .*is not a valid ID value for type = '(?<type>[A-Za-z0-9_.-]{1,80})'\\.?$", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex InvalidId();

    [GeneratedRegex("^Element not found=(?<element>[A-Za-z0-9_.-]{1,120})-urn:com\\.workday/bsvc$", RegexOptions.NonBacktracking)]
    private static partial Regex ElementNotFound();
}
