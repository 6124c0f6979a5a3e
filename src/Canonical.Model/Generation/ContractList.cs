using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Canonical.Model;

// Items of a list while it is read: the first by itself, more in a pooled array, so that nothing is allocated but the list.
[StructLayout(LayoutKind.Auto)]
internal struct ContractList<T>
{
    private T _first;
    private T[]? _rented;

    public int Count { get; private set; }

    public void Add(T item)
    {
        if (Count == 0) _first = item;
        else Append(item);
        Count++;
    }

    public readonly T[] ToArray()
    {
        if (Count == 0) return [];
        var items = new T[Count];
        items[0] = _first;
        if (_rented is null) return items;
        Array.Copy(_rented, 1, items, 1, Count - 1);
        Return(_rented);
        return items;
    }

    // The list was not good.
    public readonly bool Abandon()
    {
        if (_rented is not null) Return(_rented);
        return false;
    }

    private static void Return(T[] rented) => ArrayPool<T>.Shared.Return(rented, clearArray: RuntimeHelpers.IsReferenceOrContainsReferences<T>());

    private void Append(T item)
    {
        _rented ??= ArrayPool<T>.Shared.Rent(16);
        if (Count == _rented.Length)
        {
            var larger = ArrayPool<T>.Shared.Rent(Count * 2);
            Array.Copy(_rented, larger, Count);
            Return(_rented);
            _rented = larger;
        }
        _rented[Count] = item;
    }
}
