namespace Canonical.Contracts;

// Answers whether a value exists that is valid under some nodes and invalid under others: "is old a subset of new" is "is there nothing that is valid under old and invalid under new".
// Sound in both directions: "none" is proved, "some" comes with a value that was checked; anything else is unknown.
internal sealed class Solver(SchemaGraph graph, Evaluator evaluator, WorkBudget budget)
{
    private const int MaxDepth = 160;
    private static readonly JsonKinds[] Kinds = [JsonKinds.Null, JsonKinds.Boolean, JsonKinds.Number, JsonKinds.String, JsonKinds.Array, JsonKinds.Object];

    private readonly Dictionary<CodeSet, Answer> _known = [];

    // Questions that are being answered, with their depth. Meeting one again, which happens only below a member or an item, it may be taken to have no answer:
    // a smallest value would hold a smaller value of the same question inside, so if there is any, there is one found without it.
    private readonly Dictionary<CodeSet, int> _open = [];

    // Answers "none" that rest on an open question; they are kept when that question ends in "none" too.
    private readonly List<Provisional> _provisional = [];
    private int _lowest = int.MaxValue;
    private ProofSteps _steps;

    private sealed record Provisional(CodeSet Set, Answer Answer);

    public SchemaGraph Graph { get; } = graph;

    public Evaluator Evaluator { get; } = evaluator;

    public WorkBudget Budget { get; } = budget;

    public TextAutomaton.Cache Automata { get; } = new();

    public Answer Solve(IEnumerable<int> codes)
    {
        if (CodeSet.Create(codes, Graph) is not { } set) return Answer.None;
        if (_known.TryGetValue(set, out var known))
        {
            _steps |= known.Steps;
            return known;
        }
        if (_open.TryGetValue(set, out var at))
        {
            _lowest = Math.Min(_lowest, at);
            _steps |= ProofSteps.Induction;
            return Answer.None;
        }
        Budget.Step();
        var depth = _open.Count;
        if (depth > MaxDepth) throw new UndecidableException("the schemas are nested too deeply");
        var (outerLowest, outerSteps, firstProvisional) = (_lowest, _steps, _provisional.Count);
        _lowest = int.MaxValue;
        _steps = ProofSteps.None;
        _open.Add(set, depth);
        var answer = Search(set) with { Steps = _steps };
        _open.Remove(set);
        Keep(set, answer, depth, firstProvisional);
        _lowest = Math.Min(outerLowest, _lowest < depth ? _lowest : int.MaxValue);
        _steps |= outerSteps;
        return answer;
    }

    public void Note(ProofSteps step) => _steps |= step;

    // Whether the value satisfies every code; null when it is not known.
    public bool? Satisfies(Datum value, CodeSet set)
    {
        bool? result = true;
        foreach (var code in set.Codes)
        {
            var valid = Evaluator.IsValid(Graph[code >> 1], value);
            result &= (code & 1) == 0 ? valid : !valid;
            if (result == false) return false;
        }
        return result;
    }

    private void Keep(CodeSet set, Answer answer, int depth, int firstProvisional)
    {
        if (answer.Kind != AnswerKind.None || _lowest >= depth)
        {
            _known[set] = answer;
            if (answer.IsNone)
            {
                for (var i = firstProvisional; i < _provisional.Count; i++) _known.TryAdd(_provisional[i].Set, _provisional[i].Answer);
            }
            // What rested on this question having no answer is void when it has one.
            _provisional.RemoveRange(firstProvisional, _provisional.Count - firstProvisional);
            return;
        }
        _provisional.Add(new(set, answer));
    }

    private Answer Search(CodeSet set)
    {
        if (Candidates(set) is { } candidates) return Among(candidates, set);
        Answer? unknown = null;
        foreach (var kind in Kinds)
        {
            var answer = kind switch
            {
                JsonKinds.Null => Among([Datum.Null], set),
                JsonKinds.Boolean => Among([Datum.True, Datum.False], set),
                _ => new CaseSearch(this, kind, set).Run(),
            };
            if (answer.Kind == AnswerKind.Some) return answer;
            if (answer.Kind == AnswerKind.Unknown) unknown ??= answer;
        }
        return unknown ?? Answer.None;
    }

    // The values of an enum or const that must hold, if there is one.
    public IReadOnlyList<Datum>? Candidates(CodeSet set)
    {
        foreach (var code in set.Codes)
        {
            if ((code & 1) == 0 && ValuesOf(Graph[code >> 1], 0) is { } values)
            {
                Note(ProofSteps.Enumeration);
                return values;
            }
        }
        return null;
    }

    private static IReadOnlyList<Datum>? ValuesOf(SchemaNode node, int depth)
    {
        if (node.Values is not null || depth > 20) return node.Values;
        foreach (var child in node.AllOf)
        {
            if (ValuesOf(child, depth + 1) is { } values) return values;
        }
        return null;
    }

    public Answer Among(IEnumerable<Datum> candidates, CodeSet set)
    {
        var isOpen = false;
        foreach (var candidate in candidates)
        {
            Budget.Step();
            switch (Satisfies(candidate, set))
            {
                case true: return Answer.Some(candidate);
                case null: isOpen = true; break;
            }
        }
        return isOpen ? Answer.Unknown("the schema uses something that is not reasoned about") : Answer.None;
    }
}
