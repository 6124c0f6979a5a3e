namespace Canonical.Contracts;

// One conjunction on the way to an answer: what is settled (facts), and the disjunctions still to be split.
internal sealed class Case
{
    private readonly HashSet<int> _seen;

    public Case()
    {
        _seen = [];
        Facts = [];
        Choices = [];
    }

    private Case(Case other)
    {
        _seen = new(other._seen);
        Facts = [.. other.Facts];
        Choices = [.. other.Choices];
    }

    public Stack<int> Open { get; } = new();

    public List<Term> Facts { get; }

    public List<Choice> Choices { get; }

    public Case Copy() => new(this);

    // False when the code contradicts one that is there.
    public bool Mark(int code, out bool isNew)
    {
        isNew = _seen.Add(code);
        return !_seen.Contains(code ^ 1);
    }

    public bool Holds(int code) => _seen.Contains(code);

    public void Add(Term term)
    {
        if (term is Term.Must must) Open.Push(must.Code);
        else Facts.Add(term);
    }

    public void Add(Alternative alternative)
    {
        foreach (var term in alternative.Terms) Add(term);
    }

    // A disjunction; false when it has no way to hold.
    public bool Add(int rank, IReadOnlyList<Alternative> alternatives)
    {
        if (alternatives.Count == 0) return false;
        if (alternatives.Count == 1) Add(alternatives[0]);
        else if (!alternatives.Any(a => a.Terms.Count == 0)) Choices.Add(new(rank, alternatives));
        return true;
    }
}
