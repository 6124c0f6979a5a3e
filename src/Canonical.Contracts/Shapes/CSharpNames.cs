using System.Text;

namespace Canonical.Contracts;

// Names of the contracts as names of C#.
internal static class CSharpNames
{
    // Members that every record has from the language, from object, or from the generator: no contract member may become one.
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal)
    {
        "Contract", "TryRead", "ReadFrom", "ReadLinesAsync", "WriteTo", "Write", "ToUtf8Bytes", "Validate", "ValidateForWriting", "CheckLaws", "ComputeFingerprint", "UnknownMembers",
        "Equals", "GetHashCode", "ToString", "GetType", "MemberwiseClone", "Finalize", "ReferenceEquals", "PrintMembers", "EqualityContract", "Deconstruct",
    };

    public static bool IsTaken(string name) => Taken.Contains(name);

    // "time-entry" and "timeEntry" both become TimeEntry; a text that starts with a digit gets a word before it.
    public static string Pascal(string text)
    {
        var name = new StringBuilder(text.Length);
        var upper = true;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                upper = true;
                continue;
            }
            if (name.Length == 0 && char.IsAsciiDigit(c)) name.Append("Value");
            name.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }
        return name.ToString();
    }

    public static bool IsTypeName(string text) => text.Length > 0 && char.IsAsciiLetterUpper(text[0]) && text.All(char.IsAsciiLetterOrDigit);

    public static bool IsMemberName(string text) => text.Length > 0 && char.IsAsciiLetterLower(text[0]) && text.All(char.IsAsciiLetterOrDigit);
}
