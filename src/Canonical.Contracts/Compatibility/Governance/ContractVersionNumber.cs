using System.Globalization;
using System.Runtime.InteropServices;

namespace Canonical.Contracts;

// major.minor.patch
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ContractVersionNumber(int Major, int Minor, int Patch) : IComparable<ContractVersionNumber>
{
    public static bool operator <(ContractVersionNumber a, ContractVersionNumber b) => a.CompareTo(b) < 0;

    public static bool operator >(ContractVersionNumber a, ContractVersionNumber b) => a.CompareTo(b) > 0;

    public static bool operator <=(ContractVersionNumber a, ContractVersionNumber b) => a.CompareTo(b) <= 0;

    public static bool operator >=(ContractVersionNumber a, ContractVersionNumber b) => a.CompareTo(b) >= 0;

    public static bool TryParse(string text, out ContractVersionNumber version)
    {
        version = default;
        if (text.Split('.') is not [var a, var b, var c] || !TryNumber(a, out var major) || !TryNumber(b, out var minor) || !TryNumber(c, out var patch)) return false;
        version = new(major, minor, patch);
        return true;
    }

    public ContractVersionNumber Next(VersionStep step) => step switch
    {
        VersionStep.Major => new(Major + 1, 0, 0),
        VersionStep.Minor => new(Major, Minor + 1, 0),
        VersionStep.Patch => new(Major, Minor, Patch + 1),
        _ => this,
    };

    public int CompareTo(ContractVersionNumber other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text.Length == 1 || text[0] != '0');
}
