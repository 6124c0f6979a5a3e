using System.Buffers;

namespace Canonical.Schema;

// Equality of JSON values: numbers by value, strings by code points, objects without order.
internal ref partial struct TapeEvaluator
{
    private const int PairwiseItems = 16;

    private bool Same(SchemaValue value, int at)
    {
        ref var entry = ref Entry(at);
        switch (value.Kind)
        {
            case SchemaKind.Null: return entry.Kind == TapeKind.Null;
            case SchemaKind.True: return entry.Kind == TapeKind.True;
            case SchemaKind.False: return entry.Kind == TapeKind.False;
            case SchemaKind.String:
                if (entry.Kind != TapeKind.String) return false;
                if (!entry.Escaped) return _tape.Raw(at).SequenceEqual(value.Utf8);
                var used = _textUsed;
                var same = Text(at).SequenceEqual(value.Utf8);
                _textUsed = used;
                return same;
            case SchemaKind.Number:
                if (entry.Kind != TapeKind.Number) return false;
                var raw = _tape.Raw(at);
                return DecimalText.Same(DecimalText.Parse(raw, raw.Length <= 256 ? stackalloc byte[256] : new byte[raw.Length]), value.Number!.Value);
            case SchemaKind.Array:
                if (entry.Kind != TapeKind.Array || entry.Count != value.Items.Length) return false;
                var item = at + 1;
                foreach (var expected in value.Items)
                {
                    if (!Same(expected, item)) return false;
                    item = Entry(item).Next;
                }
                return true;
            default:
                return entry.Kind == TapeKind.Object && entry.Count == value.Members.Length && SameMembers(value, at);
        }
    }

    private bool SameMembers(SchemaValue value, int at)
    {
        foreach (var member in value.Members)
        {
            var name = FindMember(at, member.NameUtf8);
            if (name < 0 || !Same(member, name + 1)) return false;
        }
        return true;
    }

    // The entry of a name in an object, or -1.
    private int FindMember(int container, ReadOnlySpan<byte> name)
    {
        var at = container + 1;
        for (var i = 0; i < Entry(container).Count; i++, at = Entry(at + 1).Next)
        {
            var used = _textUsed;
            var found = Text(at).SequenceEqual(name);
            _textUsed = used;
            if (found) return at;
        }
        return -1;
    }

    private bool Same(int a, int b)
    {
        ref var left = ref Entry(a);
        ref var right = ref Entry(b);
        if (left.Kind != right.Kind || left.Count != right.Count) return false;
        if (--_work < 0) return Exhaust();
        switch (left.Kind)
        {
            case TapeKind.String:
                if (!left.Escaped && !right.Escaped) return _tape.Raw(a).SequenceEqual(_tape.Raw(b));
                var used = _textUsed;
                var same = Text(a).SequenceEqual(Text(b));
                _textUsed = used;
                return same;
            case TapeKind.Number:
                var (x, y) = (_tape.Raw(a).Length, _tape.Raw(b).Length);
                return DecimalText.Same(
                    DecimalText.Parse(_tape.Raw(a), x <= 128 ? stackalloc byte[128] : new byte[x]),
                    DecimalText.Parse(_tape.Raw(b), y <= 128 ? stackalloc byte[128] : new byte[y]));
            case TapeKind.Array:
                var (i, j) = (a + 1, b + 1);
                for (var n = left.Count; n > 0; n--, i = Entry(i).Next, j = Entry(j).Next)
                {
                    if (!Same(i, j)) return false;
                }
                return true;
            case TapeKind.Object:
                var member = a + 1;
                for (var n = left.Count; n > 0; n--, member = Entry(member + 1).Next)
                {
                    var mark = _textUsed;
                    var other = FindMember(b, Text(member));
                    _textUsed = mark;
                    if (other < 0 || !Same(member + 1, other + 1)) return false;
                }
                return true;
            default:
                return true;
        }
    }

    /// <summary>Whether all items of an array differ.</summary>
    public bool IsUnique(int at) => CheckUnique(null, at);

    private bool CheckUnique(Node? node, int at)
    {
        var count = Entry(at).Count;
        int[]? rented = null;
        int[]? table = null;
        Span<int> items = count <= PairwiseItems ? stackalloc int[PairwiseItems] : rented = ArrayPool<int>.Shared.Rent(count);
        var size = 64;
        if (count > PairwiseItems)
        {
            while (size < count * 2) size *= 2;
            table = ArrayPool<int>.Shared.Rent(size);
            table.AsSpan(0, size).Clear();
        }
        var item = at + 1;
        var ok = true;
        for (var i = 0; i < count && ok; i++, item = Entry(item).Next)
        {
            items[i] = item;
            var equal = -1;
            if (table is null)
            {
                for (var j = 0; j < i && equal < 0; j++)
                {
                    if (Same(items[j], item)) equal = j;
                }
            }
            else
            {
                var slot = (uint)Hash(item) & (uint)(size - 1);
                for (; table[slot] != 0 && equal < 0; slot = (slot + 1) & (uint)(size - 1))
                {
                    if (Same(items[table[slot] - 1], item)) equal = table[slot] - 1;
                }
                if (equal < 0) table[slot] = i + 1;
            }
            if (equal < 0) continue;
            ok = false;
            if (_sink is not null)
            {
                EnterItem(i);
                Report(node!, "uniqueItems", SchemaCodes.ItemsNotUnique, item, $"The item at index {i} is equal to the one at index {equal}; the items must differ.");
                LeaveInstance();
            }
        }
        if (rented is not null) ArrayPool<int>.Shared.Return(rented);
        if (table is not null) ArrayPool<int>.Shared.Return(table);
        return ok && !IsExhausted;
    }

    // Equal values have equal hashes.
    private int Hash(int at)
    {
        ref var entry = ref Entry(at);
        var hash = new HashCode();
        hash.Add((byte)entry.Kind);
        hash.Add(entry.Count);
        switch (entry.Kind)
        {
            case TapeKind.String:
                var used = _textUsed;
                hash.AddBytes(Text(at));
                _textUsed = used;
                break;
            case TapeKind.Number:
                var raw = _tape.Raw(at);
                var number = DecimalText.Parse(raw, raw.Length <= 256 ? stackalloc byte[256] : new byte[raw.Length]);
                hash.Add(number.Exponent);
                hash.AddBytes(number.Digits);
                break;
            case TapeKind.Array:
                var item = at + 1;
                for (var n = entry.Count; n > 0; n--, item = Entry(item).Next) hash.Add(Hash(item));
                break;
            case TapeKind.Object:
                var sum = 0;
                var member = at + 1;
                for (var n = entry.Count; n > 0; n--, member = Entry(member + 1).Next) sum += HashCode.Combine(Hash(member), Hash(member + 1));
                hash.Add(sum);
                break;
        }
        return hash.ToHashCode();
    }
}
