using System.Runtime.CompilerServices;

namespace Canonical.Sync;

/// <summary>Parts of identities are never empty: an empty one would make two different records one.</summary>
internal static class Identifier
{
    public static string Required(string value, [CallerMemberName] string? member = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, member);
        return value;
    }
}
