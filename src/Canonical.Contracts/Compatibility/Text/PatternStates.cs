namespace Canonical.Contracts;

// A part of an automaton: it is entered at one state and left at another.
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct Fragment(int Start, int End);

// The nondeterministic automaton of a pattern. A pattern matches anywhere in a text, so it starts and ends with a loop over everything; anchors are edges that may be passed only at the start or the end.
internal sealed class PatternStates
{
    public const int MaxStates = 4000;
    private readonly List<State> _states = [];

    public int Start { get; private set; }

    public int Final { get; private set; }

    private sealed class State
    {
        public List<(int To, Guard Guard)> Empty { get; } = [];

        public (int Low, int High)[]? Set { get; set; }

        public int To { get; set; }
    }

    private enum Guard
    {
        None,
        AtStart,
        AtEnd,
    }

    public Fragment Nothing() => New() is var state ? new(state, state) : default;

    public Fragment Set((int Low, int High)[] set)
    {
        var (from, to) = (New(), New());
        _states[from].Set = set;
        _states[from].To = to;
        return new(from, to);
    }

    public Fragment Anchor(bool isStart)
    {
        var (from, to) = (New(), New());
        _states[from].Empty.Add((to, isStart ? Guard.AtStart : Guard.AtEnd));
        return new(from, to);
    }

    public Fragment Then(Fragment first, Fragment second)
    {
        Join(first.End, second.Start);
        return new(first.Start, second.End);
    }

    public Fragment Either(Fragment first, Fragment second)
    {
        var (from, to) = (New(), New());
        Join(from, first.Start);
        Join(from, second.Start);
        Join(first.End, to);
        Join(second.End, to);
        return new(from, to);
    }

    public Fragment Maybe(Fragment inner) => Either(inner, Nothing());

    public Fragment Loop(Fragment inner)
    {
        var (from, to) = (New(), New());
        Join(from, inner.Start);
        Join(from, to);
        Join(inner.End, from);
        return new(from, to);
    }

    public void Complete(Fragment body)
    {
        var before = Loop(Set(CodePoints.All));
        var after = Loop(Set(CodePoints.All));
        Start = before.Start;
        Final = after.End;
        Join(before.End, body.Start);
        Join(body.End, after.Start);
    }

    // The states that are reached without reading, sorted.
    public int[] Closure(IEnumerable<int> from, bool atStart, bool atEnd)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>(from);
        while (open.TryPop(out var state))
        {
            if (!seen.Add(state)) continue;
            foreach (var (to, guard) in _states[state].Empty)
            {
                if (guard == Guard.None || (guard == Guard.AtStart && atStart) || (guard == Guard.AtEnd && atEnd)) open.Push(to);
            }
        }
        return [.. seen.Order()];
    }

    // Where each code point leads: disjoint ranges, in order, that cover all of them.
    public IEnumerable<(int Low, int High, List<int> To)> Moves(int[] states)
    {
        var cuts = new SortedSet<int>();
        foreach (var (low, high) in CodePoints.All) AddCuts(cuts, low, high);
        var moving = new List<State>();
        foreach (var state in states)
        {
            if (_states[state].Set is not { } set) continue;
            moving.Add(_states[state]);
            foreach (var (low, high) in set) AddCuts(cuts, low, high);
        }
        var last = -1;
        foreach (var cut in cuts)
        {
            // Between the two parts of the scalar values there is nothing.
            if (last >= 0 && last is < 0xD800 or > 0xDFFF) yield return (last, cut - 1, [.. moving.Where(s => Contains(s.Set!, last)).Select(s => s.To)]);
            last = cut;
        }
    }

    private static void AddCuts(SortedSet<int> cuts, int low, int high)
    {
        cuts.Add(low);
        cuts.Add(high + 1);
    }

    private static bool Contains((int Low, int High)[] set, int c)
    {
        foreach (var (low, high) in set)
        {
            if (c <= high) return c >= low;
        }
        return false;
    }

    private void Join(int from, int to) => _states[from].Empty.Add((to, Guard.None));

    private int New()
    {
        if (_states.Count >= MaxStates) throw new FormatException();
        _states.Add(new State());
        return _states.Count - 1;
    }
}
