namespace Canonical.Contracts;

// A conjunction of codes in one form: sorted, without repetition, without what is always so.
internal sealed class CodeSet : IEquatable<CodeSet>
{
    private readonly int _hash;

    private CodeSet(int[] codes)
    {
        Codes = codes;
        var hash = new HashCode();
        foreach (var code in codes) hash.Add(code);
        _hash = hash.ToHashCode();
    }

    public int[] Codes { get; }

    // Null when it contradicts itself at sight.
    public static CodeSet? Create(IEnumerable<int> codes, SchemaGraph graph)
    {
        int[] sorted = [.. codes];
        Array.Sort(sorted);
        var count = 0;
        foreach (var code in sorted)
        {
            if (code == Term.Valid(graph.True) || code == Term.Invalid(graph.False)) continue;
            if (code == Term.Invalid(graph.True) || code == Term.Valid(graph.False)) return null;
            if (count > 0 && sorted[count - 1] == code) continue;
            if (count > 0 && sorted[count - 1] == (code ^ 1)) return null;
            sorted[count++] = code;
        }
        return new(count == sorted.Length ? sorted : sorted[..count]);
    }

    public bool Equals(CodeSet? other) => other is not null && _hash == other._hash && Codes.AsSpan().SequenceEqual(other.Codes);

    public override bool Equals(object? obj) => Equals(obj as CodeSet);

    public override int GetHashCode() => _hash;
}
