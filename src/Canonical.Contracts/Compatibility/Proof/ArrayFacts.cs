namespace Canonical.Contracts;

// Arrays: an interval of lengths, what holds at each position, items that must exist, counts of matching items, uniqueness.
internal sealed partial class ArrayFacts : IFacts
{
    private const int MaxPositions = 100;

    private readonly Solver _solver;
    private readonly IReadOnlyList<Term> _facts;
    private readonly List<Term.SomeItemFrom> _some;
    private readonly List<Term.CountOf> _counts;
    private readonly int _positions;
    private readonly int _min;
    private readonly bool _mustRepeat;
    private readonly bool _mustDiffer;
    private int _max = int.MaxValue;
    private bool _isMeasured;

    public ArrayFacts(Solver solver, IReadOnlyList<Term> facts)
    {
        _solver = solver;
        _facts = facts;
        _some = [.. facts.OfType<Term.SomeItemFrom>()];
        _counts = [.. facts.OfType<Term.CountOf>()];
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case Term.Size size:
                    _min = Math.Max(_min, size.Min);
                    _max = Math.Min(_max, size.Max ?? int.MaxValue);
                    break;
                case Term.ItemsOf items:
                    _positions = Math.Max(_positions, items.Node.PrefixItems.Count);
                    break;
                case Term.AllItemsFrom all:
                    _positions = Math.Max(_positions, all.Index);
                    break;
                case Term.ItemIs item:
                    _positions = Math.Max(_positions, item.Index + 1);
                    _min = Math.Max(_min, item.Index + 1);
                    break;
                case Term.SomeItemFrom some:
                    _positions = Math.Max(_positions, some.Index);
                    _min = Math.Max(_min, some.Index + 1);
                    break;
                case Term.CountOf count:
                    _min = Math.Max(_min, count.Min);
                    break;
                case Term.Distinct { Positive: true }:
                    _mustDiffer = true;
                    break;
                case Term.Distinct:
                    _mustRepeat = true;
                    _min = Math.Max(_min, 2);
                    break;
            }
        }
        if (_positions > MaxPositions) throw new UndecidableException("prefixItems has more positions than are reasoned about");
    }

    // The only array of no items is tried like any other.
    public bool IsExhausted => _max == 0;

    public string Doubt => "no array was found that keeps the counts of one side and breaks those of the other";

    public bool IsRefuted()
    {
        Measure();
        if (_min > _max || (_mustDiffer && _mustRepeat)) return true;
        for (var i = 0; i < Math.Min(_positions, _min); i++)
        {
            if (_solver.Solve(At(i)).IsNone) return true;
        }
        foreach (var some in _some)
        {
            if (!Open().Any(i => i >= some.Index && !_solver.Solve([.. At(i), .. some.Codes]).IsNone)) return true;
        }
        return _counts.Exists(IsCountRefuted) || (_mustDiffer && HasTooFewValues());
    }

    public bool Implies(Term term) => term switch
    {
        Term.Size size => _min >= size.Min && (size.Max is null || _max <= size.Max),
        Term.AllItemsFrom all => Open().Where(i => i >= all.Index).All(i => _solver.Solve([.. At(i), all.Code ^ 1]).IsNone),
        Term.ItemIs item => _min > item.Index && _solver.Solve([.. At(item.Index), item.Code ^ 1]).IsNone,
        _ => false,
    };

    // The positions that can be told apart, as far as there can be items: those of a prefix, and one that stands for all after them.
    private IEnumerable<int> Open() => Enumerable.Range(0, Math.Min(_positions + 1, _max));

    // Where no item is possible, the array ends before.
    private void Measure()
    {
        if (_isMeasured) return;
        _isMeasured = true;
        for (var i = 0; i <= _positions && i < _max; i++)
        {
            if (_solver.Solve(At(i)).IsNone) _max = i;
        }
    }

    private List<int> At(int index)
    {
        var codes = new List<int>();
        foreach (var fact in _facts)
        {
            switch (fact)
            {
                case Term.ItemsOf { Node: var node }:
                    if (index < node.PrefixItems.Count) codes.Add(Term.Valid(node.PrefixItems[index]));
                    else if (node.Items is not null) codes.Add(Term.Valid(node.Items));
                    break;
                case Term.AllItemsFrom all when index >= all.Index:
                    codes.Add(all.Code);
                    break;
                case Term.ItemIs item when index == item.Index:
                    codes.Add(item.Code);
                    break;
                case Term.CountOf { Max: 0 } count:
                    codes.Add(Term.Invalid(count.Node));
                    break;
            }
        }
        return codes;
    }

    private bool IsCountRefuted(Term.CountOf count)
    {
        if (count.Min > count.Max) return true;
        var (possible, forced) = (0L, 0);
        var isRestForced = false;
        foreach (var i in Open())
        {
            var at = At(i);
            var isRest = i == _positions;
            if (!_solver.Solve([.. at, Term.Valid(count.Node)]).IsNone) possible += isRest ? _max - (long)_positions : 1;
            if (count.Max is null || !_solver.Solve([.. at, Term.Invalid(count.Node)]).IsNone) continue;
            if (isRest) isRestForced = true;
            else if (i < _min) forced++;
        }
        if (possible < count.Min || forced > count.Max) return true;
        // All items after the prefix match: the length itself is bounded.
        if (isRestForced && count.Max is { } most && _min - (long)_positions + forced > most) return true;
        // What one count asks for, another forbids.
        return count.Min > 0 && _counts.Exists(other => other.Max < count.Min && Open().All(i => _solver.Solve([.. At(i), Term.Valid(count.Node), Term.Invalid(other.Node)]).IsNone));
    }

    // Unique items of which there are only so many values.
    private bool HasTooFewValues()
    {
        var values = new HashSet<Datum>();
        foreach (var i in Open())
        {
            if (CodeSet.Create(At(i), _solver.Graph) is not { } set || Finite(set) is not { } few) return false;
            values.UnionWith(few.Where(v => _solver.Satisfies(v, set) != false));
        }
        return values.Count < _min;
    }

    private IReadOnlyList<Datum>? Finite(CodeSet set)
    {
        if (_solver.Candidates(set) is { } candidates) return candidates;
        foreach (var code in set.Codes)
        {
            if ((code & 1) == 0 && (_solver.Graph[code >> 1].Types & ~(JsonKinds.Null | JsonKinds.Boolean)) == JsonKinds.None) return [Datum.Null, Datum.True, Datum.False];
        }
        return null;
    }
}
