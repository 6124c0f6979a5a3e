using System.ComponentModel;

namespace Canonical.Model;

/// <summary>Compares lists by their items. For generated code. Thread-safe: static and without state.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ContractLists
{
    /// <summary>Whether two lists have equal items in one order; both may be null.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="left">A list.</param>
    /// <param name="right">A list.</param>
    /// <returns>True when they have.</returns>
    public static bool AreEqual<T>(IReadOnlyList<T>? left, IReadOnlyList<T>? right)
    {
        if (ReferenceEquals(left, right)) return true;
        if (left is null || right is null || left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(left[i], right[i])) return false;
        }
        return true;
    }

    /// <summary>Adds the items of a list to a hash.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="hash">The hash.</param>
    /// <param name="items">The list.</param>
    public static void AddTo<T>(ref HashCode hash, IReadOnlyList<T>? items)
    {
        if (items is null) return;
        hash.Add(items.Count);
        for (var i = 0; i < items.Count; i++) hash.Add(items[i]);
    }
}
