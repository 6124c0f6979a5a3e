namespace Connectors.Salesforce;

/// <summary>Names of objects and fields. They cannot be escaped in SOQL or in a path, so nothing but a name may pass.</summary>
internal static class SoqlName
{
    private const int MaxNameLength = 80;
    private const int MaxParents = 5;

    public static string Object(string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        return IsName(name)
            ? name
            : throw new ArgumentException("A name has letters, digits and underscores, begins with a letter, and has at most 80 characters.", parameter);
    }

    public static string Field(string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        int parts = 0;
        foreach (Range part in name.AsSpan().Split('.'))
        {
            if (++parts > MaxParents + 1 || !IsName(name.AsSpan(part)))
                throw new ArgumentException("A field's name has letters, digits and underscores and begins with a letter; up to five parents stand before it, parted by dots.", parameter);
        }

        return name;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxNameLength || !char.IsAsciiLetter(name[0]))
            return false;
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return false;
        }

        return true;
    }
}
