using System.ComponentModel;

namespace Canonical.Model;

/// <summary>Collects the members that a generated reader does not know. For generated code. Not thread-safe: a mutable value on the reader's stack.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct JsonMembersBuilder
{
    // Above this count a set of names finds the ones that come twice.
    private const int FewNames = 16;

    private List<JsonMember>? _members;
    private List<int>? _places;
    private HashSet<string>? _names;

    /// <summary>The members that were taken.</summary>
    /// <returns>The members.</returns>
    public readonly JsonMembers Build() => _members is null ? JsonMembers.Empty : JsonMembers.FromChecked(_members, _places);

    // False when the name came before.
    internal bool TryAdd(string name, ReadOnlySpan<byte> utf8Value, int after)
    {
        if (Contains(name)) return false;
        AddChecked(name, utf8Value, after);
        return true;
    }

    internal void AddChecked(string name, ReadOnlySpan<byte> utf8Value, int after)
    {
        _members ??= [];
        // Kept on one line: what is written back reads as the same value, also where it has no canonical form to be compared by.
        _members.Add(new(name, JsonWhiteSpace.OneLine(utf8Value)));
        if (after == JsonMembers.AtEnd) return;
        _places ??= [];
        _places.Add(after);
    }

    private bool Contains(string name)
    {
        if (_members is null) return false;
        if (_members.Count < FewNames)
        {
            foreach (var member in _members)
            {
                if (string.Equals(member.Name, name, StringComparison.Ordinal)) return true;
            }
            return false;
        }
        // Strings are hashed with a seed of the process: a sender cannot choose names that all collide.
        _names ??= new(_members.Select(static m => m.Name), StringComparer.Ordinal);
        return !_names.Add(name);
    }
}
