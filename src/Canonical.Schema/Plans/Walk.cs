using System.Buffers;
using System.Runtime.CompilerServices;

namespace Canonical.Schema;

/// <summary>An array that a plan found right: of a document that breaks a rule elsewhere it need not be read again for the report.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal unsafe struct KnownArray
{
    /// <summary>Smaller ones are not worth being remembered.</summary>
    public const int MinBytes = 1024;

    public Plan? Plan;
    public byte* Start, End;
}

/// <summary>The state of one validation by plans: everything that changes. Plans themselves are shared by all threads.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal unsafe struct Walk
{
    // So many names of one object, or items of one array, are searched by their hashes in a row; those that follow in a table.
    private const int MaxScanned = 256;

    /// <summary>The first byte of the document.</summary>
    public byte* Json;

    /// <summary>Which property followed which, by object plan; see <see cref="ObjectPlan{TBits}"/>.</summary>
    public ushort* Successors;

    /// <summary>How many more levels of nesting are allowed.</summary>
    public int Depth;

    /// <summary>How many more values may be read; alternatives read some again.</summary>
    public int Budget;

    /// <summary>Set when plans give up: the verdict means nothing and the tape decides.</summary>
    public bool Bail;

    public bool RejectDuplicates;

    /// <summary>The largest array that was found right.</summary>
    public KnownArray Known;

    // Whole numbers with a sign: the pool of their arrays is compiled with the framework.
    private int[]? _hashes;
    private int[]? _places;
    private int _used;

    // By the seeded hash of a text: that hash, and in the lower half where the text lies in the arrays above, plus one. Texts of objects that were left stay in it: what a place holds now is compared, so that they do no harm until the table is made anew.
    private long[]? _table;
    private int _tableSize;
    private int _tableUsed;

    /// <summary>The names of the innermost object begin here.</summary>
    public readonly int NamesUsed => _used;

    public void ReleaseNames(int used) => _used = used;

    public void Dispose()
    {
        if (_hashes is null) return;
        ArrayPool<int>.Shared.Return(_hashes);
        ArrayPool<int>.Shared.Return(_places!);
        _hashes = null;
        if (_table is null) return;
        ArrayPool<long>.Shared.Return(_table);
        _table = null;
    }

    public byte* GiveUp()
    {
        Bail = true;
        return null;
    }

    /// <summary>Called on entering an array or object; null means that the limit of nesting or of the stack is reached.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryEnter()
    {
        if (--Depth < 0) return false;
        return (Depth & 15) != 0 || EnsureStack();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool EnsureStack()
    {
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack()) return true;
        Bail = true;
        return false;
    }

    /// <summary>Remembers a raw text (a name, or an item that must be unique) of the innermost frame, which begins at <paramref name="frame"/>. False when it is there already.</summary>
    public bool TryAddText(int frame, byte* text, int length)
    {
        var hash = (int)NameTable.Hash(new ReadOnlySpan<byte>(text, length));
        if (_hashes is null || _used == _hashes.Length) Grow();
        if (_used - frame >= MaxScanned)
        {
            if (!TryAddToTable(frame, text, length)) return false;
        }
        else
        {
            var known = _hashes.AsSpan(frame, _used - frame);
            for (var from = 0; ;)
            {
                var at = known[from..].IndexOf(hash);
                if (at < 0) break;
                from += at;
                if (IsText(frame + from, text, length)) return false;
                from++;
            }
        }
        _hashes![_used] = hash;
        _places![_used * 2] = (int)(text - Json);
        _places[_used * 2 + 1] = length;
        _used++;
        return true;
    }

    private readonly bool IsText(int at, byte* text, int length) =>
        _places![at * 2 + 1] == length && new ReadOnlySpan<byte>(Json + _places[at * 2], length).SequenceEqual(new ReadOnlySpan<byte>(text, length));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryAddToTable(int frame, byte* text, int length)
    {
        if ((_tableUsed + MaxScanned + 1) * 2 > _tableSize) BuildTable();
        else if (_used - frame == MaxScanned) AddToTable(frame);
        var hash = SeededHash(text, length);
        var slot = hash & (_tableSize - 1);
        for (; _table![slot] != 0; slot = (slot + 1) & (_tableSize - 1))
        {
            if ((int)(_table[slot] >> 32) != hash) continue;
            var at = (int)_table[slot] - 1;
            if (at >= frame && at < _used && IsText(at, text, length)) return false;
        }
        _table[slot] = (long)hash << 32 | (uint)(_used + 1);
        _tableUsed++;
        return true;
    }

    // At least four times as many slots as texts, so that the next time is as far away as there are texts now.
    private void BuildTable()
    {
        if (_table is not null) ArrayPool<long>.Shared.Return(_table);
        _tableSize = 2048;
        while (_tableSize < (_used + MaxScanned + 1) * 4) _tableSize *= 2;
        _table = ArrayPool<long>.Shared.Rent(_tableSize);
        Array.Clear(_table, 0, _tableSize);
        _tableUsed = 0;
        AddToTable(0);
    }

    private void AddToTable(int from)
    {
        for (var at = from; at < _used; at++)
        {
            var hash = SeededHash(Json + _places![at * 2], _places[at * 2 + 1]);
            var slot = hash & (_tableSize - 1);
            while (_table![slot] != 0) slot = (slot + 1) & (_tableSize - 1);
            _table[slot] = (long)hash << 32 | (uint)(at + 1);
            _tableUsed++;
        }
    }

    // Seeded anew in each process: names cannot be chosen to collide.
    private static int SeededHash(byte* text, int length)
    {
        var hash = default(HashCode);
        hash.AddBytes(new ReadOnlySpan<byte>(text, length));
        return hash.ToHashCode();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        var hashes = ArrayPool<int>.Shared.Rent(Math.Max(64, _used * 2));
        var places = ArrayPool<int>.Shared.Rent(hashes.Length * 2);
        if (_hashes is not null)
        {
            Array.Copy(_hashes, hashes, _used);
            Array.Copy(_places!, places, _used * 2);
            ArrayPool<int>.Shared.Return(_hashes);
            ArrayPool<int>.Shared.Return(_places!);
        }
        _hashes = hashes;
        _places = places;
    }
}
