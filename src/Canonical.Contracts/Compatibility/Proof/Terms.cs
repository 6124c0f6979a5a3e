namespace Canonical.Contracts;

// What a value must satisfy, piece by piece. A schema, or its negation, is a conjunction and disjunction of terms once the kind of the value is fixed.
// A code names a node and a sign: twice the id, plus one when the value must NOT be valid.
internal abstract record Term
{
    public static int Valid(SchemaNode node) => node.Id * 2;

    public static int Invalid(SchemaNode node) => node.Id * 2 + 1;

    public sealed record Must(int Code) : Term;

    // Something that cannot be reasoned about: it refutes nothing and lets nothing be proved.
    public sealed record Unreasoned(string Reason) : Term;

    public sealed record OneOfValues(IReadOnlyList<Datum> Values) : Term;

    public sealed record NoneOfValues(IReadOnlyList<Datum> Values) : Term;

    public sealed record Above(Rational Limit, bool IsOpen) : Term;

    public sealed record Below(Rational Limit, bool IsOpen) : Term;

    public sealed record Multiple(Rational Of, bool Positive) : Term;

    // The length of a text in code points, the count of items, the count of members.
    public sealed record Size(int Min, int? Max) : Term;

    public sealed record Matches(string Pattern, bool Positive) : Term;

    public sealed record IsFormat(string Format, bool Positive) : Term;

    // prefixItems and items of a node.
    public sealed record ItemsOf(SchemaNode Node) : Term;

    public sealed record AllItemsFrom(int Index, int Code) : Term;

    public sealed record ItemIs(int Index, int Code) : Term;

    public sealed record SomeItemFrom(int Index, IReadOnlyList<int> Codes) : Term;

    public sealed record CountOf(SchemaNode Node, int Min, int? Max) : Term;

    public sealed record Distinct(bool Positive) : Term;

    // properties, patternProperties and additionalProperties of a node.
    public sealed record MembersOf(SchemaNode Node) : Term;

    public sealed record MembersOutside(NameCover Cover, int Code) : Term;

    public sealed record NamesAre(int Code) : Term;

    public sealed record Has(string Name) : Term;

    public sealed record HasNot(string Name) : Term;

    public sealed record MemberIs(string Name, int Code) : Term;

    // Some member whose name, and whose value, are so.
    public sealed record SomeMember(IReadOnlyList<int> NameCodes, IReadOnlyList<int> ValueCodes) : Term;
}

// The names that keywords have evaluated.
internal sealed record NameCover(bool IsAll, IReadOnlyCollection<string> Names, IReadOnlyCollection<string> Patterns)
{
    public static readonly NameCover None = new(false, [], []);
    public static readonly NameCover All = new(true, [], []);

    public bool IsEmpty => !IsAll && Names.Count == 0 && Patterns.Count == 0;

    public NameCover With(NameCover other)
    {
        if (IsAll || other.IsAll) return All;
        if (other.IsEmpty) return this;
        if (IsEmpty) return other;
        return new(false, new HashSet<string>(Names.Concat(other.Names), StringComparer.Ordinal), [.. Patterns.Union(other.Patterns, StringComparer.Ordinal)]);
    }
}

// One way in which a disjunction can hold: all of its terms.
internal sealed record Alternative(IReadOnlyList<Term> Terms);

// A disjunction that is still to be split. Those of lower rank are split first.
internal sealed record Choice(int Rank, IReadOnlyList<Alternative> Alternatives);
