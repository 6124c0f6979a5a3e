using System.Buffers;
using System.Runtime.CompilerServices;

namespace Canonical.Schema;

/// <summary>The state of one validation by plans: everything that changes. Plans themselves are shared by all threads.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal unsafe struct Walk
{
    // More names than this in one open object: the tape, which has a hash table, takes over.
    private const int MaxScannedNames = 256;

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

    // Whole numbers with a sign: the pool of their arrays is compiled with the framework.
    private int[]? _hashes;
    private int[]? _places;
    private int _used;

    /// <summary>The names of the innermost object begin here.</summary>
    public readonly int NamesUsed => _used;

    public void ReleaseNames(int used) => _used = used;

    public void Dispose()
    {
        if (_hashes is null) return;
        ArrayPool<int>.Shared.Return(_hashes);
        ArrayPool<int>.Shared.Return(_places!);
        _hashes = null;
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
        var known = _hashes.AsSpan(frame, _used - frame);
        if (known.Length > MaxScannedNames)
        {
            Bail = true;
            return false;
        }
        for (var from = 0; ;)
        {
            var at = known[from..].IndexOf(hash);
            if (at < 0) break;
            from += at;
            var place = (frame + from) * 2;
            if (new ReadOnlySpan<byte>(Json + _places![place], _places[place + 1]).SequenceEqual(new ReadOnlySpan<byte>(text, length))) return false;
            from++;
        }
        _hashes![_used] = hash;
        _places![_used * 2] = (int)(text - Json);
        _places[_used * 2 + 1] = length;
        _used++;
        return true;
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
            Dispose();
        }
        _hashes = hashes;
        _places = places;
    }
}
