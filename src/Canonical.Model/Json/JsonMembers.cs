using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Canonical.Model;

/// <summary>
/// Members of a JSON object that have no property of their own: what a newer minor version of a contract added, or the namespaces of <c>extensions</c>. They are kept as they
/// were written, on one line, and written back behind the member that they followed. Equality is by name and canonical value, in any order. Thread-safe: immutable.
/// </summary>
public sealed class JsonMembers : IReadOnlyList<JsonMember>, IEquatable<JsonMembers>
{
    /// <summary>No members.</summary>
    public static readonly JsonMembers Empty = new([]);

    // The place of members that nobody read from an object: behind all others.
    internal const int AtEnd = int.MaxValue;

    private readonly JsonMember[] _members;

    // For each member the index, in the order of the contract, of the known member that it followed when it was read, or -1; null when they all stand at the end.
    private readonly int[]? _places;

    private JsonMembers(JsonMember[] members, int[]? places = null)
    {
        _members = members;
        _places = places;
    }

    /// <summary>How many members there are.</summary>
    public int Count => _members.Length;

    /// <summary>A member by its place in the order they were written in.</summary>
    /// <param name="index">The place, from 0.</param>
    public JsonMember this[int index] => _members[index];

    /// <summary>Makes members from names and JSON values.</summary>
    /// <param name="members">The members; the bytes are kept, not copied.</param>
    /// <returns>The members.</returns>
    /// <exception cref="CanonicalJsonException">A value is not JSON with a canonical form.</exception>
    /// <exception cref="ArgumentException">A name is empty, comes twice, or has half of a surrogate pair.</exception>
    public static JsonMembers Create(params IReadOnlyList<JsonMember> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            ArgumentException.ThrowIfNullOrEmpty(member.Name, nameof(members));
            if (TextCheck.HasLoneSurrogate(member.Name)) throw new ArgumentException("A name has half of a surrogate pair, which has no UTF-8 form.", nameof(members));
            if (!names.Add(member.Name)) throw new ArgumentException("A name comes twice.", nameof(members));
            CanonicalJson.Canonicalize(member.Utf8Value.Span);
        }
        return members.Count == 0 ? Empty : new([.. members]);
    }

    /// <summary>Reads the members of a JSON object.</summary>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    /// <returns>The members.</returns>
    /// <exception cref="CanonicalJsonException">It is not a JSON object with a canonical form.</exception>
    public static JsonMembers Parse(ReadOnlySpan<byte> utf8Json)
    {
        CanonicalJson.Canonicalize(utf8Json);
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new CanonicalJsonException(ModelCodes.MalformedJson, "The value is not a JSON object.", 0);
        return ReadFrom(ref reader, utf8Json);
    }

    /// <summary>The value of a member.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="utf8Value">The value, one JSON value in UTF-8.</param>
    /// <returns>True when there is such a member.</returns>
    public bool TryGetValue(string name, [MaybeNullWhen(false)] out ReadOnlyMemory<byte> utf8Value)
    {
        foreach (var member in _members)
        {
            if (string.Equals(member.Name, name, StringComparison.Ordinal))
            {
                utf8Value = member.Utf8Value;
                return true;
            }
        }
        utf8Value = default;
        return false;
    }

    /// <summary>Writes each member: its name and its value as it was read. The caller writes the object around them.</summary>
    /// <param name="writer">Where they go.</param>
    public void WriteMembersTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var member in _members)
        {
            writer.WritePropertyName(member.Name);
            // The bytes were read, or checked, when the member was made.
            writer.WriteRawValue(member.Utf8Value.Span, skipInputValidation: true);
        }
    }

    /// <summary>Whether both have the same members with values of one canonical form, in any order.</summary>
    /// <param name="other">The other members.</param>
    /// <returns>True when they have.</returns>
    public bool Equals([NotNullWhen(true)] JsonMembers? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || other.Count != Count) return false;
        foreach (var member in _members)
        {
            if (!other.TryGetValue(member.Name, out var value) || !member.Equals(new JsonMember(member.Name, value))) return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as JsonMembers);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = Count;
        foreach (var member in _members) hash ^= member.GetHashCode();
        return hash;
    }

    /// <summary>The members in the order they were written in.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<JsonMember> GetEnumerator() => ((IEnumerable<JsonMember>)_members).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // The reader stands on the start of an object and is left on its end.
    private static JsonMembers ReadFrom(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        var builder = default(JsonMembersBuilder);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            builder.AddChecked(name, utf8Json[start..(int)reader.BytesConsumed], AtEnd);
        }
        return builder.Build();
    }

    internal static JsonMembers FromChecked(List<JsonMember> members, List<int>? places) => new(CollectionsMarshal.AsSpan(members).ToArray(), places?.ToArray());

    // Those that fit, behind all known members. They were checked when they were made, and a reader keeps values that have no canonical form.
    internal JsonMembers Where(Func<JsonMember, bool> fits)
    {
        var members = Array.FindAll(_members, m => fits(m));
        return members.Length == 0 ? Empty : new(members);
    }

    // The known member that a member stands behind.
    internal int PlaceOf(int index) => _places is null ? AtEnd : _places[index];
}
