using System.Text;

namespace Canonical.Sync;

/// <summary>Makes keys for duplicate rules. Thread-safe: it holds no state.</summary>
public static class DuplicateKey
{
    /// <summary>
    /// Brings a name or number into the form in which spelling does not matter: upper case, letters and digits alone. Legal forms stay, since
    /// "Acme Inc." and "Acme GmbH" are two companies. No Unicode normalisation: what it does depends on the globalisation data of the host, and a
    /// key must be the same on all of them; a letter with a combining accent is told apart from the letter that has it built in.
    /// </summary>
    /// <param name="text">The text; null gives null.</param>
    /// <returns>The text in that form; null when no letter or digit is left.</returns>
    public static string? Normalize(string? text)
    {
        if (text is null)
            return null;
        var result = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                result.Append(Rune.ToUpperInvariant(rune).ToString());
        }

        return result.Length == 0 ? null : result.ToString();
    }
}
