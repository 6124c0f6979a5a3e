namespace Canonical.Contracts;

// Texts: an interval of lengths, patterns as automata, formats and patterns that are not regular as predicates of which only the name is known, and excluded values.
internal sealed class TextFacts : IFacts
{
    private const int MaxWords = 400;

    private readonly Solver _solver;
    private readonly int _min;
    private readonly int? _max;
    private readonly HashSet<Predicate> _must = [];
    private readonly HashSet<Predicate> _mustNot = [];
    private readonly HashSet<string> _excluded = new(StringComparer.Ordinal);
    private TextProduct? _product;
    private bool _isProductBuilt;

    public TextFacts(Solver solver, IReadOnlyList<Term> facts)
    {
        _solver = solver;
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case Term.Size size:
                    _min = Math.Max(_min, size.Min);
                    if (!(_max < size.Max)) _max = size.Max ?? _max;
                    break;
                case Term.Matches matches:
                    (matches.Positive ? _must : _mustNot).Add(new(matches.Pattern, false));
                    break;
                case Term.IsFormat format:
                    (format.Positive ? _must : _mustNot).Add(new(format.Format, true));
                    break;
                case Term.NoneOfValues none:
                    _excluded.UnionWith(none.Values.Select(v => v.Text));
                    break;
            }
        }
    }

    public bool IsExhausted { get; private set; }

    public string Doubt => "no text was found that tells " + string.Join(" and ", _must.Concat(_mustNot).Select(p => p.IsFormat ? $"format {p.Name}" : $"pattern {p.Name}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).DefaultIfEmpty("the lengths")) + " apart";

    public bool IsRefuted()
    {
        if (_min > _max || _must.Overlaps(_mustNot)) return true;
        if (_must.Count + _mustNot.Count == 0) return false;
        if (Product() is not { IsEmpty: true }) return false;
        _solver.Note(ProofSteps.Automata);
        return true;
    }

    public bool Implies(Term term) => term switch
    {
        Term.Size size => _min >= size.Min && (size.Max is null || _max <= size.Max),
        Term.Matches matches => (matches.Positive ? _must : _mustNot).Contains(new(matches.Pattern, false)),
        Term.IsFormat format => (format.Positive ? _must : _mustNot).Contains(new(format.Format, true)),
        _ => false,
    };

    public IEnumerable<Datum> Candidates()
    {
        foreach (var (format, _) in _must.Where(p => p.IsFormat).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            foreach (var sample in FormatShapes.Samples(format).Where(IsIn)) yield return Datum.Of(sample);
        }
        if (Product() is not { } product) yield break;
        if (product.Find(IsIn, Math.Max(3, Math.Min(_excluded.Count + 1, 64)), MaxWords + _excluded.Count, out var exhausted) is { } word) yield return Datum.Of(word);
        else if (exhausted) IsExhausted = true;
    }

    private bool IsIn(string text)
    {
        if (_excluded.Contains(text)) return false;
        var length = Datum.CountCodePoints(text);
        if (length < _min || length > _max) return false;
        return _must.All(p => Holds(p, text)) && !_mustNot.Any(p => Holds(p, text));
    }

    private sealed record Predicate(string Name, bool IsFormat);

    private bool Holds(Predicate predicate, string text) => predicate.IsFormat ? _solver.Evaluator.IsFormat(predicate.Name, text) : _solver.Evaluator.Matches(predicate.Name, text);

    // What is regular among the conditions: a superset of the texts that are asked for.
    private TextProduct? Product()
    {
        if (_isProductBuilt) return _product;
        _isProductBuilt = true;
        var parts = new List<(TextAutomaton Automaton, bool Matches)>();
        foreach (var (name, isFormat) in _must.OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.IsFormat))
        {
            var pattern = isFormat ? FormatShapes.Pattern(name) : name;
            if (pattern is not null && _solver.Automata.Find(pattern) is { } automaton) parts.Add((automaton, true));
        }
        foreach (var (name, isFormat) in _mustNot.OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.IsFormat))
        {
            if (!isFormat && _solver.Automata.Find(name) is { } automaton) parts.Add((automaton, false));
        }
        _product = TextProduct.TryBuild(parts, _min, _max);
        // A product costs as much as many other steps.
        _solver.Budget.Step(1 + (_product?.Work ?? 1_000_000) / 2000);
        return _product;
    }
}
