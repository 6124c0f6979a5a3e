using System.Globalization;
using Canonical.Model;

namespace Canonical.Cli;

// Keys compare as the systems issue them. A part that looks like another text is therefore another key: worth a word to the person who asks for it.
internal static class KeyWarnings
{
    public static IEnumerable<string> Of(EntityKey key)
    {
        (string Name, string? Value)[] parts =
            [("tenant", key.Tenant), ("type", key.ObjectType), ("system", key.System), ("instance", key.Instance), ("id", key.SourceId), ("line", key.LineId)];
        foreach (var (name, value) in parts)
        {
            if (value is null) continue;
            if (Why(value) is { } why) yield return $"The {name} {why}. Keys are not normalised: a text that looks the same may be another key.";
        }
    }

    private static string? Why(string value)
    {
        if (char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1])) return "begins or ends with white space";
        foreach (var rune in value.EnumerateRunes())
        {
            switch (CharUnicodeInfo.GetUnicodeCategory(rune.Value))
            {
                // The decomposed form of an accented letter; composed, it would be one character.
                case UnicodeCategory.NonSpacingMark: return "has combining marks (it is not in Unicode's composed form)";
                case UnicodeCategory.Format: return "has invisible characters";
                case UnicodeCategory.Control: return "has control characters";
            }
        }
        return null;
    }
}
