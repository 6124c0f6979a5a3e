using System.Runtime.CompilerServices;

namespace Canonical.Mapping;

/// <summary>One pass over a record: fills the slots of a <see cref="ReadNode"/> and passes over what nobody reads, which still has to be JSON.</summary>
internal unsafe ref struct RecordReader
{
    private readonly byte* _origin;
    private readonly Span<Value> _slots;
    private int _depth;

    /// <param name="origin">The first byte of the buffer: places count from here.</param>
    /// <param name="slots">The slots of the tree, all of them missing.</param>
    public RecordReader(byte* origin, Span<Value> slots)
    {
        _origin = origin;
        _slots = slots;
        _depth = JsonScan.MaxDepth;
    }

    /// <summary>The reading failed at a value that is nested too deeply.</summary>
    public readonly bool IsTooDeep => _depth < 0;

    /// <summary>The reading failed at a member that stands twice.</summary>
    public bool HasTwice { get; private set; }

    /// <summary>Reads the value that begins at p; past it, or null.</summary>
    public byte* Read(byte* p, ReadNode node)
    {
        byte* end;
        Value value;
        switch (*p)
        {
            case (byte)'"':
                end = JsonScan.StringEnd(p + 1, out var traits);
                if (end == null)
                    return null;
                value = new Value(ValueKind.String, traits, (int)(p + 1 - _origin), (int)(end - p) - 1);
                end++;
                break;
            case (byte)'{':
                return ReadObject(p, node);
            case (byte)'[':
                return ReadArray(p, node);
            case (byte)'t':
                end = JsonScan.IsTrue(p) ? p + 4 : null;
                value = At(ValueKind.True, p, end);
                break;
            case (byte)'f':
                end = JsonScan.IsFalse(p) ? p + 5 : null;
                value = At(ValueKind.False, p, end);
                break;
            case (byte)'n':
                end = JsonScan.IsNull(p) ? p + 4 : null;
                value = At(ValueKind.Null, p, end);
                break;
            default:
                end = JsonScan.NumberEnd(p);
                value = At(ValueKind.Number, p, end);
                break;
        }

        if (end == null)
            return null;
        _slots[node.Slot] = value;
        if (node.End > node.Slot + 1)
            _slots[(node.Slot + 1)..node.End].Fill(value.Kind == ValueKind.Null ? value : value.Break());
        return end;
    }

    private byte* ReadObject(byte* p, ReadNode node)
    {
        var hasOthers = true;
        var end = node.Names is null ? JsonScan.Skip(p, ref _depth) : ReadMembers(p, node, node.Names, out hasOthers);
        if (end == null)
            return null;
        var value = new Value(ValueKind.Object, hasOthers ? ValueTraits.HasOthers : ValueTraits.None, (int)(p - _origin), (int)(end - p));
        _slots[node.Slot] = value;
        if (node.End > node.MembersEnd)
            _slots[node.MembersEnd..node.End].Fill(value.Break());
        return end;
    }

    private byte* ReadMembers(byte* p, ReadNode node, Utf8Lookup names, out bool hasOthers)
    {
        hasOthers = false;
        if (--_depth < 0)
            return null;
        p = JsonScan.SkipWhite(p + 1);
        if (*p != '}')
        {
            while (true)
            {
                if (*p != '"')
                    return null;
                var end = JsonScan.StringEnd(p + 1, out var traits);
                if (end == null)
                    return null;
                var name = new ReadOnlySpan<byte>(p + 1, (int)(end - p) - 1);
                var index = Find(names, name, traits);
                p = JsonScan.SkipWhite(end + 1);
                if (*p != ':')
                    return null;
                p = JsonScan.SkipWhite(p + 1);
                if (index < 0)
                {
                    hasOthers |= *p != 'n';
                    p = JsonScan.Skip(p, ref _depth);
                }
                else
                {
                    var member = node.Members[index];
                    if (_slots[member.Slot].Kind != ValueKind.Missing)
                    {
                        HasTwice = true;
                        return null;
                    }

                    p = Read(p, member);
                }

                if (p == null)
                    return null;
                p = JsonScan.SkipWhite(p);
                if (*p == '}')
                    break;
                if (*p != ',')
                    return null;
                p = JsonScan.SkipWhite(p + 1);
            }
        }

        _depth++;
        return p + 1;
    }

    private byte* ReadArray(byte* p, ReadNode node)
    {
        var end = JsonScan.Skip(p, ref _depth);
        if (end == null)
            return null;
        var value = At(ValueKind.Array, p, end);
        _slots[node.Slot] = value;
        if (node.MembersEnd > node.Slot + 1)
            _slots[(node.Slot + 1)..node.MembersEnd].Fill(value.Break());
        if (node.Elements.Length > 0 && !ReadElements(p, node.Elements))
            return null;
        return end;
    }

    // The array was passed over: it is JSON, and not too deep.
    private bool ReadElements(byte* p, ElementPick[] picks)
    {
        _depth--;
        var index = 0;
        for (p = JsonScan.SkipWhite(p + 1); *p != ']'; index++)
        {
            foreach (var pick in picks)
            {
                if (_slots[pick.Node.Slot].Kind == ValueKind.Missing && IsPicked(p, pick, index) && Read(p, pick.Node) == null)
                    return false;
            }

            p = JsonScan.SkipWhite(JsonScan.Skip(p, ref _depth));
            if (*p == ',')
                p = JsonScan.SkipWhite(p + 1);
        }

        _depth++;
        return true;
    }

    private bool IsPicked(byte* p, ElementPick pick, int index)
    {
        if (pick.Literal is null)
            return pick.Step.Index == index;
        if (*p != '{')
            return false;
        for (p = JsonScan.SkipWhite(p + 1); *p != '}';)
        {
            var end = JsonScan.StringEnd(p + 1, out var traits);
            var isName = IsText(new ReadOnlySpan<byte>(p + 1, (int)(end - p) - 1), traits, pick.Name);
            p = JsonScan.SkipWhite(JsonScan.SkipWhite(end + 1) + 1);
            if (isName)
                return IsLiteral(p, pick.Literal);
            p = JsonScan.SkipWhite(JsonScan.Skip(p, ref _depth));
            if (*p == ',')
                p = JsonScan.SkipWhite(p + 1);
        }

        return false;
    }

    private static bool IsLiteral(byte* p, Literal literal)
    {
        switch (*p)
        {
            case (byte)'"':
                var end = JsonScan.StringEnd(p + 1, out var traits);
                return literal.Kind == ValueKind.String && IsText(new ReadOnlySpan<byte>(p + 1, (int)(end - p) - 1), traits, literal.Text);
            case (byte)'t':
                return literal.Kind == ValueKind.True;
            case (byte)'f':
                return literal.Kind == ValueKind.False;
            case (byte)'{' or (byte)'[' or (byte)'n':
                return false;
            default:
                return literal.Is(ValueKind.Number, new ReadOnlySpan<byte>(p, (int)(JsonScan.NumberEnd(p) - p)));
        }
    }

    // Names and literals with escapes are rare; they may cost a buffer.
    private static bool IsText(ReadOnlySpan<byte> raw, ValueTraits traits, byte[] expected)
    {
        if ((traits & ValueTraits.Escaped) == ValueTraits.None)
            return raw.SequenceEqual(expected);
        var plain = new byte[raw.Length];
        return Utf8Text.TryUnescape(raw, plain, out var length) && plain.AsSpan(0, length).SequenceEqual(expected);
    }

    /// <summary>Where a name stands that may have escapes, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Find(Utf8Lookup names, ReadOnlySpan<byte> raw, ValueTraits traits) =>
        (traits & ValueTraits.Escaped) == ValueTraits.None ? names.Find(0, raw) : FindEscaped(names, raw);

    private static int FindEscaped(Utf8Lookup names, ReadOnlySpan<byte> raw)
    {
        var plain = new byte[raw.Length];
        return Utf8Text.TryUnescape(raw, plain, out var length) ? names.Find(0, plain.AsSpan(0, length)) : -1;
    }

    private readonly Value At(ValueKind kind, byte* p, byte* end) => new(kind, ValueTraits.None, (int)(p - _origin), (int)(end - p));
}
