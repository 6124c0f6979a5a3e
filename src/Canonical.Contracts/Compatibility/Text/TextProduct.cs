namespace Canonical.Contracts;

// The texts that some patterns match, others do not, and whose length is in an interval: exact, by walking the product of the automata.
internal sealed class TextProduct
{
    private const int MaxStates = 4000;
    private const int MaxWork = 4_000_000;

    private readonly List<(int Low, int High, int To)[]> _moves = [];
    private readonly List<bool> _accepts = [];
    private readonly int _min;
    private readonly int _max;

    // _reach[k][s]: from state s a text of exactly k more characters ends well.
    private readonly List<bool[]> _reach = [];

    private TextProduct(int min, int max)
    {
        _min = min;
        _max = max;
    }

    // Null when the product is too large to be walked.
    public static TextProduct? TryBuild(IReadOnlyList<(TextAutomaton Automaton, bool Matches)> parts, int min, int? max)
    {
        var product = new TextProduct(min, max ?? int.MaxValue);
        if (!product.Explore(parts)) return null;
        // From any state the end is nearer than there are states: longer texts need not be looked at.
        var longest = Math.Min(product._max, (long)min + product._moves.Count + 8);
        var width = product._moves.Sum(m => m.Length);
        if (longest * width > MaxWork) return null;
        product.Work = (int)(longest * width);
        product.Measure((int)longest);
        return product;
    }

    // How many moves were looked at.
    public int Work { get; private set; }

    public bool IsEmpty
    {
        get
        {
            for (var length = _min; length < _reach.Count; length++)
            {
                if (_reach[length][0]) return false;
            }
            return true;
        }
    }

    // The first text, shortest first, that a test accepts. Exhausted says that there is no other text than those that were tried.
    public string? Find(Func<string, bool> test, int perRange, int limit, out bool exhausted)
    {
        exhausted = _max < _reach.Count;
        for (var length = _min; length < _reach.Count; length++)
        {
            if (!_reach[length][0]) continue;
            if (Walk(length, test, perRange, ref limit, ref exhausted) is { } found) return found;
            if (limit <= 0)
            {
                exhausted = false;
                break;
            }
        }
        return null;
    }

    private string? Walk(int length, Func<string, bool> test, int perRange, ref int limit, ref bool exhausted)
    {
        var path = new IEnumerator<(int Point, int To)>[length];
        var text = new int[length];
        if (length == 0)
        {
            limit--;
            return test("") ? "" : null;
        }
        var depth = 0;
        path[0] = Steps(0, length, perRange).GetEnumerator();
        while (depth >= 0)
        {
            if (!path[depth].MoveNext())
            {
                depth--;
                continue;
            }
            var (point, to) = path[depth].Current;
            if (point < 0)
            {
                exhausted = false;
                continue;
            }
            text[depth] = point;
            if (depth + 1 < length)
            {
                depth++;
                path[depth] = Steps(to, length - depth, perRange).GetEnumerator();
                continue;
            }
            var word = string.Concat(text.Select(char.ConvertFromUtf32));
            if (test(word)) return word;
            if (--limit <= 0) return null;
        }
        return null;
    }

    // The characters to go on with; a point of -1 says that some were left out.
    private IEnumerable<(int Point, int To)> Steps(int state, int left, int perRange)
    {
        foreach (var (low, high, to) in _moves[state])
        {
            if (!_reach[left - 1][to]) continue;
            if (high - low + 1 > perRange) yield return (-1, to);
            foreach (var point in CodePoints.Sample(low, high, perRange))
            {
                if (point is < 0xD800 or > 0xDFFF) yield return (point, to);
            }
        }
    }

    private bool Explore(IReadOnlyList<(TextAutomaton Automaton, bool Matches)> parts)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var states = new List<int[]>();
        Number(new int[parts.Count]);
        for (var i = 0; i < states.Count; i++)
        {
            if (states.Count > MaxStates) return false;
            var state = states[i];
            var accepts = true;
            for (var p = 0; p < parts.Count; p++) accepts &= parts[p].Automaton.Accepts(state[p]) == parts[p].Matches;
            _accepts.Add(accepts);
            var row = new List<(int Low, int High, int To)>();
            var low = 0;
            while (low <= CodePoints.Max)
            {
                var high = CodePoints.Max;
                var next = new int[parts.Count];
                for (var p = 0; p < parts.Count; p++)
                {
                    foreach (var (end, to) in parts[p].Automaton.Moves(state[p]))
                    {
                        if (end < low) continue;
                        high = Math.Min(high, end);
                        next[p] = to;
                        break;
                    }
                }
                var number = Number(next);
                if (row.Count > 0 && row[^1].To == number) row[^1] = (row[^1].Low, high, number);
                else row.Add((low is >= 0xD800 and <= 0xDFFF ? 0xE000 : low, high, number));
                low = high + 1;
            }
            _moves.Add([.. row]);
        }
        return true;

        int Number(int[] state)
        {
            var key = string.Join(',', state);
            if (numbers.TryGetValue(key, out var number)) return number;
            numbers.Add(key, states.Count);
            states.Add(state);
            return states.Count - 1;
        }
    }

    private void Measure(int longest)
    {
        _reach.Add([.. _accepts]);
        for (var k = 1; k <= longest; k++)
        {
            var last = _reach[^1];
            var row = new bool[last.Length];
            for (var s = 0; s < row.Length; s++)
            {
                foreach (var (_, _, to) in _moves[s])
                {
                    if (!last[to]) continue;
                    row[s] = true;
                    break;
                }
            }
            _reach.Add(row);
        }
    }
}
