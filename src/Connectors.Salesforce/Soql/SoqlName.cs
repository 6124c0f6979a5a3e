using System.Text.RegularExpressions;

namespace Connectors.Salesforce;

/// <summary>Names of objects and fields. They cannot be escaped in SOQL or in a path, so nothing but a name may pass.</summary>
internal static partial class SoqlName
{
    public static string Object(string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        return name.Length <= 80 && ObjectName().IsMatch(name)
            ? name
            : throw new ArgumentException("An object's name has letters, digits and underscores, begins with a letter, and has at most 80 characters.", parameter);
    }

    public static string Field(string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        return name.Length <= 480 && FieldPath().IsMatch(name)
            ? name
            : throw new ArgumentException("A field's name has letters, digits and underscores and begins with a letter; up to five parents stand before it, parted by dots.", parameter);
    }

    // \A and \z: a dollar sign would let a line break at the end pass.
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ObjectName();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*){0,5}\z", RegexOptions.CultureInvariant)]
    private static partial Regex FieldPath();
}
