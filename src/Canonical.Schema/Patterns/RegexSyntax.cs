namespace Canonical.Schema;

/// <summary>A regular expression of ECMA-262 (section 22.2, with the "u" flag) as a tree.</summary>
internal abstract record RegexSyntax
{
    public sealed record Set(CodePointSet Points) : RegexSyntax;

    public sealed record Sequence(RegexSyntax[] Parts) : RegexSyntax;

    public sealed record Choice(RegexSyntax[] Branches) : RegexSyntax;

    /// <param name="Inner">What repeats.</param>
    /// <param name="Min">The least count.</param>
    /// <param name="Max">The greatest count, -1 for none.</param>
    /// <param name="Lazy">Whether as few as possible are taken first; matters to back references only.</param>
    public sealed record Repeat(RegexSyntax Inner, int Min, int Max, bool Lazy) : RegexSyntax;

    public sealed record Capture(RegexSyntax Inner, string? Name) : RegexSyntax;

    public sealed record Start : RegexSyntax;

    public sealed record End : RegexSyntax;

    public sealed record WordBoundary(bool Negated) : RegexSyntax;

    public sealed record Look(RegexSyntax Inner, bool Behind, bool Negated) : RegexSyntax;

    public sealed record BackReference(int Number, string? Name) : RegexSyntax;

    public static readonly RegexSyntax Empty = new Sequence([]);
}
