namespace Canonical.Contracts;

// Objects: which members must and must not be there, what holds of each name, members that must exist somewhere, how many there may be.
internal sealed partial class ObjectFacts : IFacts
{
    private const int MaxPatterns = 5;

    private readonly Solver _solver;
    private readonly List<Term> _rules = [];
    private readonly List<Term.SomeMember> _some = [];
    private readonly Dictionary<string, List<int>> _pinned = new(StringComparer.Ordinal);
    private readonly HashSet<string> _has = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hasNot = new(StringComparer.Ordinal);
    private readonly int _min;
    private readonly int _max = int.MaxValue;
    private List<string>? _names;
    private List<Region>? _regions;

    public ObjectFacts(Solver solver, IReadOnlyList<Term> facts)
    {
        _solver = solver;
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case Term.Size size:
                    _min = Math.Max(_min, size.Min);
                    _max = Math.Min(_max, size.Max ?? int.MaxValue);
                    break;
                case Term.Has has:
                    _has.Add(has.Name);
                    break;
                case Term.HasNot not:
                    _hasNot.Add(not.Name);
                    break;
                case Term.MemberIs member:
                    _has.Add(member.Name);
                    if (!_pinned.TryGetValue(member.Name, out var codes)) _pinned.Add(member.Name, codes = []);
                    codes.Add(member.Code);
                    break;
                case Term.SomeMember some:
                    _some.Add(some);
                    break;
                case Term.MembersOf or Term.MembersOutside or Term.NamesAre:
                    _rules.Add(fact);
                    break;
            }
        }
    }

    // Names that no keyword mentions, told apart by the patterns that they match. Its codes describe such a name.
    private sealed record Region(IReadOnlyList<int> NameCodes, IReadOnlyDictionary<string, bool> Matches);

    public bool IsExhausted => false;

    public string Doubt => "no object was found that keeps the rules of one side and breaks those of the other";

    public bool IsRefuted()
    {
        if (_min > _max || _has.Count > _max || _has.Overlaps(_hasNot)) return true;
        foreach (var name in _pinned.Keys)
        {
            if (_solver.Solve(On(name)).IsNone) return true;
        }
        foreach (var some in _some)
        {
            if (!HasPlace(some)) return true;
        }
        foreach (var name in _has)
        {
            if (!_pinned.ContainsKey(name) && _solver.Solve(On(name)).IsNone) return true;
        }
        return _min > _has.Count && HasTooFewNames();
    }

    public bool Implies(Term term)
    {
        switch (term)
        {
            case Term.Has has: return _has.Contains(has.Name);
            case Term.HasNot not: return _hasNot.Contains(not.Name) || (!_has.Contains(not.Name) && _solver.Solve(On(not.Name)).IsNone);
            case Term.MemberIs member: return _has.Contains(member.Name) && _solver.Solve([.. On(member.Name), member.Code ^ 1]).IsNone;
            case Term.Size size: return Math.Max(_min, _has.Count) >= size.Min && (size.Max is null || _max <= size.Max);
            default: return false;
        }
    }

    // What holds of the value of a name.
    private List<int> On(string name)
    {
        var codes = new List<int>();
        if (_pinned.TryGetValue(name, out var pinned)) codes.AddRange(pinned);
        foreach (var rule in _rules)
        {
            switch (rule)
            {
                case Term.MembersOf { Node: var node }:
                    var isKnown = node.Properties.TryGetValue(name, out var schema);
                    if (isKnown) codes.Add(Term.Valid(schema!));
                    foreach (var (pattern, matching) in node.PatternProperties)
                    {
                        if (!_solver.Evaluator.Matches(pattern, name)) continue;
                        isKnown = true;
                        codes.Add(Term.Valid(matching));
                    }
                    if (!isKnown && node.AdditionalProperties is not null) codes.Add(Term.Valid(node.AdditionalProperties));
                    break;
                case Term.MembersOutside { Cover: var cover } outside:
                    if (!cover.Names.Contains(name) && !cover.Patterns.Any(p => _solver.Evaluator.Matches(p, name))) codes.Add(outside.Code);
                    break;
                case Term.NamesAre names:
                    // Not known counts as allowed: that can only keep a proof from ending.
                    if (IsName(name, names.Code) == false) codes.Add(Term.Valid(_solver.Graph.False));
                    break;
            }
        }
        return codes;
    }

    // What holds of the values of a region.
    private List<int> On(Region region)
    {
        var codes = new List<int>();
        foreach (var rule in _rules)
        {
            switch (rule)
            {
                case Term.MembersOf { Node: var node }:
                    var isKnown = false;
                    foreach (var (pattern, matching) in node.PatternProperties)
                    {
                        if (!region.Matches[pattern]) continue;
                        isKnown = true;
                        codes.Add(Term.Valid(matching));
                    }
                    if (!isKnown && node.AdditionalProperties is not null) codes.Add(Term.Valid(node.AdditionalProperties));
                    break;
                case Term.MembersOutside { Cover: var cover } outside:
                    if (!cover.Patterns.Any(p => region.Matches[p])) codes.Add(outside.Code);
                    break;
            }
        }
        return codes;
    }

    private bool? IsName(string name, int code)
    {
        var valid = _solver.Evaluator.IsValid(_solver.Graph[code >> 1], Datum.Of(name));
        return (code & 1) == 0 ? valid : !valid;
    }

    private bool HasPlace(Term.SomeMember some)
    {
        var isFull = _has.Count == _max;
        foreach (var name in Names())
        {
            if (IsPlace(some, name, isFull) && !_solver.Solve([.. On(name), .. some.ValueCodes]).IsNone) return true;
        }
        return !isFull && Regions().Any(r => !_solver.Solve([.. On(r), .. some.ValueCodes]).IsNone && !_solver.Solve([.. r.NameCodes, .. some.NameCodes]).IsNone);
    }

    private bool IsPlace(Term.SomeMember some, string name, bool isFull) =>
        !_hasNot.Contains(name) && (!isFull || _has.Contains(name)) && some.NameCodes.All(c => IsName(name, c) != false);

    private bool HasTooFewNames()
    {
        if (Regions().Any(r => !_solver.Solve(On(r)).IsNone && !_solver.Solve(r.NameCodes).IsNone)) return false;
        return Names().Count(n => !_hasNot.Contains(n) && !_solver.Solve(On(n)).IsNone) < _min;
    }

    // Every name that is mentioned.
    private List<string> Names()
    {
        if (_names is not null) return _names;
        var names = new SortedSet<string>(_has, StringComparer.Ordinal);
        names.UnionWith(_hasNot);
        foreach (var rule in _rules)
        {
            if (rule is Term.MembersOf members) names.UnionWith(members.Node.Properties.Keys);
            if (rule is Term.MembersOutside outside) names.UnionWith(outside.Cover.Names);
            // Names of which there are only so many.
            if (rule is Term.NamesAre allowed && CodeSet.Create([allowed.Code], _solver.Graph) is { } set && _solver.Candidates(set) is { } few) names.UnionWith(few.Where(v => v.Kind == JsonKinds.String).Select(v => v.Text));
        }
        return _names = [.. names];
    }

    private List<Region> Regions()
    {
        if (_regions is not null) return _regions;
        var patterns = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var rule in _rules)
        {
            if (rule is Term.MembersOf members) patterns.UnionWith(members.Node.PatternProperties.Select(p => p.Key));
            if (rule is Term.MembersOutside outside) patterns.UnionWith(outside.Cover.Patterns);
        }
        if (patterns.Count > MaxPatterns) throw new UndecidableException("patternProperties has more patterns than are reasoned about");
        var common = _rules.OfType<Term.NamesAre>().Select(n => n.Code).Append(Term.Valid(_solver.Graph.AnyText)).ToList();
        if (Names().Count > 0) common.Add(Term.Invalid(_solver.Graph.OfValues([.. Names().Select(Datum.Of)])));
        _regions = [];
        for (var bits = 0; bits < 1 << patterns.Count; bits++)
        {
            var matches = patterns.Select((p, i) => (p, IsMatch: (bits >> i & 1) != 0)).ToDictionary(p => p.p, p => p.IsMatch, StringComparer.Ordinal);
            _regions.Add(new([.. common, .. matches.Select(m => m.Value ? Term.Valid(_solver.Graph.OfPattern(m.Key)) : Term.Invalid(_solver.Graph.OfPattern(m.Key)))], matches));
        }
        return _regions;
    }
}
