using System.ComponentModel;
using System.Text.Json;

namespace Canonical.Model;

/// <summary>Collects the members that a generated reader does not know. For generated code. Not thread-safe: a mutable value on the reader's stack.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct JsonMembersBuilder
{
    private List<JsonMember>? _members;

    /// <summary>Takes the member whose name the reader stands on, and leaves the reader on the last token of its value.</summary>
    /// <param name="reader">The reader, on a property name.</param>
    /// <param name="utf8Json">The whole text that the reader reads.</param>
    public void Add(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        var name = reader.GetString()!;
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        _members ??= [];
        _members.Add(new(name, utf8Json[start..(int)reader.BytesConsumed].ToArray()));
    }

    /// <summary>The members that were taken.</summary>
    /// <returns>The members.</returns>
    public readonly JsonMembers Build() => _members is null ? JsonMembers.Empty : JsonMembers.FromChecked(_members);
}
