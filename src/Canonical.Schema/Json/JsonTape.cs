using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Canonical.Schema;

internal enum TapeKind : byte { Null, True, False, Number, String, Array, Object }

/// <summary>One value of a document, or one property name, which comes right before its value.</summary>
internal struct TapeEntry
{
    /// <summary>Where the text begins and ends in the document; of a string without its quotes.</summary>
    public int Start, End;

    /// <summary>The entry after this value and all that is in it.</summary>
    public int Next;

    /// <summary>How many items or properties.</summary>
    public int Count;
    public TapeKind Kind;
    public bool Escaped;

    /// <summary>Found right by a plan and left unread: see <see cref="Plan.Index"/>.</summary>
    public bool Opaque;
}

/// <summary>
/// A document, or a part of one, as a list of entries in pooled memory: what the keywords need that look at a value more than once. Reading it checks everything that RFC 8259 asks for.
/// </summary>
internal unsafe ref struct JsonTape
{
    private readonly byte* _json;
    private readonly byte* _end;
    private readonly int _maxDepth;
    private readonly bool _rejectDuplicates;
    private TapeEntry[] _entries;
    private int _count;
    private int _depth;

    public JsonTape(byte* json, int length, int maxDepth, bool rejectDuplicates)
    {
        _json = json;
        _end = json + length;
        _maxDepth = maxDepth;
        _rejectDuplicates = rejectDuplicates;
        _entries = ArrayPool<TapeEntry>.Shared.Rent(Math.Max(16, Math.Min(length / 8, 1 << 20)));
    }

    public readonly TapeEntry[] Entries => _entries;

    public readonly int Count => _count;

    /// <summary>What is wrong with the text, when <see cref="Read"/> says no.</summary>
    public string? ErrorCode { get; private set; }

    public string ErrorMessage { get; private set; } = "";

    public int ErrorOffset { get; private set; }

    /// <summary>Entries of names that repeat one of the same object.</summary>
    public List<int>? Duplicates { get; private set; }

    public void Dispose()
    {
        var entries = _entries;
        _entries = [];
        if (entries.Length > 0) ArrayPool<TapeEntry>.Shared.Return(entries);
    }

    /// <summary>Reads the whole document.</summary>
    public bool Read()
    {
        var p = ReadValue(JsonScan.SkipWhite(_json));
        return p != null && IsEnd(p);
    }

    /// <summary>Whether nothing but white space is left.</summary>
    public bool IsEnd(byte* p)
    {
        p = JsonScan.SkipWhite(p);
        return p == _end || Fail(p, SchemaCodes.InvalidJson, "The document goes on after its end.");
    }

    /// <summary>Begins an object or array whose parts the caller adds; -1 when it nests too deep.</summary>
    public int Open(TapeKind kind, byte* p)
    {
        if (_depth >= _maxDepth)
        {
            Fail(p, SchemaCodes.TooDeep, $"The document nests deeper than {_maxDepth} levels.");
            return -1;
        }
        _depth++;
        Add(kind, Offset(p), 0, 0, escaped: false);
        return _count - 1;
    }

    /// <summary>Ends what <see cref="Open"/> began.</summary>
    /// <param name="at">What <see cref="Open"/> gave.</param>
    /// <param name="end">The byte after it.</param>
    /// <param name="count">How many properties or items it has.</param>
    /// <param name="mayRepeat">Whether two of its names may be the same.</param>
    public void Close(int at, byte* end, int count, bool mayRepeat)
    {
        _depth--;
        ref var entry = ref _entries[at];
        entry.Next = _count;
        entry.End = Offset(end);
        entry.Count = count;
        if (mayRepeat && _rejectDuplicates && count > 1) DuplicateNames.Find(ref this, at);
    }

    /// <summary>After a property or item: past the comma, or at the closing bracket; null when it is neither.</summary>
    public byte* AfterPart(byte* p, byte close, out bool isLast)
    {
        p = JsonScan.SkipWhite(p);
        isLast = *p == close;
        if (isLast) return p;
        if (*p == ',') return JsonScan.SkipWhite(p + 1);
        Fail(p, SchemaCodes.InvalidJson, close == '}' ? "Expected a comma or the end of the object." : "Expected a comma or the end of the array.");
        return null;
    }

    /// <summary>Adds a value that nothing will go into.</summary>
    public void AddOpaque(byte* start, byte* end)
    {
        Add(TapeKind.Null, Offset(start), Offset(end), _count + 1, escaped: false);
        _entries[_count - 1].Opaque = true;
    }

    /// <summary>Reads one value; returns the place after it, or null.</summary>
    public byte* ReadValue(byte* p)
    {
        var depth = _depth;
        // The innermost open container; while it is open its Next is the one around it.
        var open = -1;
        while (true)
        {
            // At a value.
            switch (*p)
            {
                case (byte)'{' or (byte)'[':
                    if (++depth > _maxDepth)
                    {
                        Fail(p, SchemaCodes.TooDeep, $"The document nests deeper than {_maxDepth} levels.");
                        return null;
                    }
                    var isObject = *p == '{';
                    Add(isObject ? TapeKind.Object : TapeKind.Array, Offset(p), 0, open, escaped: false);
                    open = _count - 1;
                    p = JsonScan.SkipWhite(p + 1);
                    if (*p == (isObject ? '}' : ']')) break;
                    if (isObject && (p = ReadName(p)) == null) return null;
                    _entries[open].Count = 1;
                    continue;
                case (byte)'"':
                    p = ReadString(p);
                    break;
                case (byte)'t':
                    p = ReadLiteral(p, "true"u8, TapeKind.True);
                    break;
                case (byte)'f':
                    p = ReadLiteral(p, "false"u8, TapeKind.False);
                    break;
                case (byte)'n':
                    p = ReadLiteral(p, "null"u8, TapeKind.Null);
                    break;
                default:
                    p = ReadNumber(p);
                    break;
            }
            if (p == null) return null;
            // After a value, or at the end of an empty container.
            while (true)
            {
                if (open < 0) return p;
                p = JsonScan.SkipWhite(p);
                ref var container = ref _entries[open];
                var inObject = container.Kind == TapeKind.Object;
                if (*p == ',')
                {
                    container.Count++;
                    p = JsonScan.SkipWhite(p + 1);
                    if (inObject && (p = ReadName(p)) == null) return null;
                    break;
                }
                if (*p != (inObject ? '}' : ']'))
                {
                    Fail(p, SchemaCodes.InvalidJson, inObject ? "Expected a comma or the end of the object." : "Expected a comma or the end of the array.");
                    return null;
                }
                p++;
                var closed = open;
                open = container.Next;
                container.Next = _count;
                container.End = Offset(p);
                depth--;
                if (inObject && _rejectDuplicates && container.Count > 1) DuplicateNames.Find(ref this, closed);
            }
        }
    }

    public readonly ReadOnlySpan<byte> Raw(int at) => new(_json + _entries[at].Start, _entries[at].End - _entries[at].Start);

    public void AddDuplicate(int at) => (Duplicates ??= []).Add(at);

    private readonly int Offset(byte* p) => (int)(p - _json);

    // Field by field, right where it belongs: a copy of a whole entry shows in the time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(TapeKind kind, int start, int end, int next, bool escaped)
    {
        if (_count == _entries.Length) Grow();
        ref var entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), _count++);
        entry.Start = start;
        entry.End = end;
        entry.Next = next;
        entry.Count = 0;
        entry.Kind = kind;
        entry.Escaped = escaped;
        entry.Opaque = false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        var larger = ArrayPool<TapeEntry>.Shared.Rent(_count * 2);
        Array.Copy(_entries, larger, _count);
        ArrayPool<TapeEntry>.Shared.Return(_entries);
        _entries = larger;
    }

    /// <summary>Adds the name of a property; returns the place of its value, or null.</summary>
    public byte* ReadName(byte* p)
    {
        if (*p != '"')
        {
            Fail(p, SchemaCodes.InvalidJson, "Expected a property name in quotes.");
            return null;
        }
        p = ReadString(p);
        if (p == null) return null;
        p = JsonScan.SkipWhite(p);
        if (*p != ':')
        {
            Fail(p, SchemaCodes.InvalidJson, "Expected a colon after the property name.");
            return null;
        }
        return JsonScan.SkipWhite(p + 1);
    }

    private byte* ReadString(byte* p)
    {
        var end = JsonScan.StringEnd(p + 1, out var escaped);
        if (end == null)
        {
            StringError(p + 1);
            return null;
        }
        Add(TapeKind.String, Offset(p + 1), Offset(end), _count + 1, escaped);
        return end + 1;
    }

    private byte* ReadLiteral(byte* p, ReadOnlySpan<byte> literal, TapeKind kind)
    {
        if (!new ReadOnlySpan<byte>(p, literal.Length).SequenceEqual(literal))
        {
            Fail(p, SchemaCodes.InvalidJson, "Expected a value.");
            return null;
        }
        Add(kind, Offset(p), Offset(p) + literal.Length, _count + 1, escaped: false);
        return p + literal.Length;
    }

    private byte* ReadNumber(byte* p)
    {
        var end = JsonScan.NumberEnd(p);
        if (end == null)
        {
            Fail(p, SchemaCodes.InvalidJson, p == _end ? "The document ends too early." : *p == '-' || char.IsAsciiDigit((char)*p) ? "The number is malformed." : "Expected a value.");
            return null;
        }
        Add(TapeKind.Number, Offset(p), Offset(end), _count + 1, escaped: false);
        return end;
    }

    // Walks the string again, slowly, to say what is wrong with it.
    private void StringError(byte* p)
    {
        while (true)
        {
            p = JsonScan.Special(p);
            if (*p != '\\')
            {
                Fail(p, SchemaCodes.InvalidJson, p == _end ? "The string has no end." : "A control character in a string must be escaped.");
                return;
            }
            if (p[1] != 'u')
            {
                if (!"\"\\/bfnrt"u8.Contains(p[1]))
                {
                    Fail(p, SchemaCodes.InvalidJson, "The escape in the string is malformed.");
                    return;
                }
                p += 2;
                continue;
            }
            var unit = JsonScan.Hex4(p + 2);
            var low = unit >= 0 && (unit & 0xFC00) == 0xD800 && p[6] == '\\' && p[7] == 'u' ? JsonScan.Hex4(p + 8) : 0;
            if (unit < 0 || low < 0)
            {
                Fail(p, SchemaCodes.InvalidJson, "The escape in the string is malformed.");
                return;
            }
            if ((unit & 0xF800) == 0xD800 && (low & 0xFC00) != 0xDC00)
            {
                Fail(p, SchemaCodes.InvalidUnicode, "The escape in the string names half of a surrogate pair.");
                return;
            }
            p += (unit & 0xF800) == 0xD800 ? 12 : 6;
        }
    }

    private bool Fail(byte* p, string code, string message)
    {
        ErrorCode = code;
        ErrorMessage = p >= _end && code == SchemaCodes.InvalidJson ? "The document ends too early." : message;
        ErrorOffset = Offset(p);
        return false;
    }
}
