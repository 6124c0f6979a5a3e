using System.Runtime.CompilerServices;
using System.Text;

namespace Canonical.Model;

public unsafe ref partial struct ContractReader
{
    /// <summary>Begins an object.</summary>
    /// <returns>False when there is none, or the document is nested too deeply.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryStartObject()
    {
        if (*_p != '{' || --_depth < 0) return false;
        _p = Utf8Scan.SkipWhite(_p + 1);
        return true;
    }

    /// <summary>The first member of the object that was begun.</summary>
    /// <param name="names">The names that the object may have.</param>
    /// <param name="seen">The members that were there, one bit each.</param>
    /// <returns>The index of the name, the count of names for one that is unknown, <see cref="End"/> or <see cref="Failed"/>. The value comes next.</returns>
    public int FirstMember(ContractNames names, ref ulong seen) => *_p == '}' ? EndObject(_p) : Mark(Member(_p, names, -1), names, ref seen);

    /// <summary>The next member of the object that was begun.</summary>
    /// <param name="names">The names that the object may have.</param>
    /// <param name="previous">The index of the known member before it, or -1.</param>
    /// <param name="seen">The members that were there, one bit each.</param>
    /// <returns>The index of the name, the count of names for one that is unknown, <see cref="End"/> or <see cref="Failed"/>. The value comes next.</returns>
    public int NextMember(ContractNames names, int previous, ref ulong seen)
    {
        var p = Utf8Scan.SkipWhite(_p);
        if (*p == ',') return Mark(Member(Utf8Scan.SkipWhite(p + 1), names, previous), names, ref seen);
        return *p == '}' ? EndObject(p) : Failed;
    }

    /// <summary>The first member of the object that was begun, for objects with more than 64 members.</summary>
    /// <param name="names">The names that the object may have.</param>
    /// <param name="seen">The members that were there, one bit each.</param>
    /// <returns>The index of the name, the count of names for one that is unknown, <see cref="End"/> or <see cref="Failed"/>. The value comes next.</returns>
    public int FirstMember(ContractNames names, ref UInt128 seen) => *_p == '}' ? EndObject(_p) : Mark(Member(_p, names, -1), names, ref seen);

    /// <summary>The next member of the object that was begun, for objects with more than 64 members.</summary>
    /// <param name="names">The names that the object may have.</param>
    /// <param name="previous">The index of the known member before it, or -1.</param>
    /// <param name="seen">The members that were there, one bit each.</param>
    /// <returns>The index of the name, the count of names for one that is unknown, <see cref="End"/> or <see cref="Failed"/>. The value comes next.</returns>
    public int NextMember(ContractNames names, int previous, ref UInt128 seen)
    {
        var p = Utf8Scan.SkipWhite(_p);
        if (*p == ',') return Mark(Member(Utf8Scan.SkipWhite(p + 1), names, previous), names, ref seen);
        return *p == '}' ? EndObject(p) : Failed;
    }

    /// <summary>Takes a member that the contract does not know: its name was found last, its value comes next.</summary>
    /// <param name="unknown">Where it is kept.</param>
    /// <param name="previous">The index of the known member before it, or -1: it is written back behind that one.</param>
    /// <returns>False when its value is not JSON, or its name came before.</returns>
    public bool TryReadUnknown(ref JsonMembersBuilder unknown, int previous)
    {
        var name = Encoding.UTF8.GetString(_name, _nameLength);
        if (_nameEscaped) name = Unescaped(new ReadOnlySpan<byte>(_name, _nameLength));
        return TrySkip(Anything, out var value) && unknown.TryAdd(name, value, previous);
    }

    // The value that comes next, kept by every rule of a schema.
    private bool TrySkip(ContractRule rule, out ReadOnlySpan<byte> value)
    {
        var start = _p;
        value = default;
        var hasNames = false;
        var end = Utf8Scan.ValueEnd(start, _depth, ref hasNames);
        if (end == null) return false;
        value = new(start, (int)(end - start));
        _p = end;
        // The one rule that the way past the value does not check; other rules are always asked.
        return (ReferenceEquals(rule, Anything) && !hasNames) || rule.IsMet(value, default);
    }

    private int EndObject(byte* p)
    {
        _p = p + 1;
        _depth++;
        return End;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Mark(int index, ContractNames names, ref ulong seen)
    {
        // Unknown members are told apart by their names.
        if ((uint)index >= (uint)names.Count) return index;
        var bit = 1UL << index;
        if ((seen & bit) != 0) return Failed;
        seen |= bit;
        return index;
    }

    private static int Mark(int index, ContractNames names, ref UInt128 seen)
    {
        if ((uint)index >= (uint)names.Count) return index;
        var bit = UInt128.One << index;
        if ((seen & bit) != 0) return Failed;
        seen |= bit;
        return index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Member(byte* p, ContractNames names, int previous)
    {
        var index = names.Expect(p, previous, out var after);
        // What stands behind the last name is no name.
        if ((uint)index >= (uint)names.Count) return Find(p, names);
        _p = Utf8Scan.SkipWhite(after);
        return index;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Find(byte* p, ContractNames names)
    {
        if (*p != '"') return Failed;
        var end = Utf8Scan.StringEnd(p + 1, out _nameEscaped);
        if (end == null) return Failed;
        var colon = Utf8Scan.SkipWhite(end + 1);
        if (*colon != ':') return Failed;
        _p = Utf8Scan.SkipWhite(colon + 1);
        _name = p + 1;
        _nameLength = (int)(end - p) - 1;
        var index = _nameEscaped ? FindEscaped(names) : names.Find(_name, _nameLength);
        return index >= 0 ? index : names.Count;
    }

    private readonly int FindEscaped(ContractNames names)
    {
        var text = new byte[_nameLength + 8];
        var length = Utf8Scan.Unescape(new(_name, _nameLength), text);
        fixed (byte* p = text) return names.Find(p, length);
    }

    private static string Unescaped(ReadOnlySpan<byte> raw)
    {
        var text = new byte[raw.Length];
        return Encoding.UTF8.GetString(text.AsSpan(0, Utf8Scan.Unescape(raw, text)));
    }
}
