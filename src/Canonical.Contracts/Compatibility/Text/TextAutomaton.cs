using System.Collections.Concurrent;

namespace Canonical.Contracts;

// The deterministic, complete automaton of a pattern over Unicode scalar values: it says of every text whether it matches, so its complement and its products are exact. Immutable once built.
internal sealed class TextAutomaton
{
    private const int MaxStates = 3000;

    private readonly (int High, int To)[][] _moves;
    private readonly bool[] _accepts;

    private TextAutomaton((int High, int To)[][] moves, bool[] accepts)
    {
        _moves = moves;
        _accepts = accepts;
    }

    public bool Accepts(int state) => _accepts[state];

    // Ranges in order, each given by its end, that cover all scalar values.
    public (int High, int To)[] Moves(int state) => _moves[state];

    // Null when the pattern is not regular, or its automaton too large.
    public static TextAutomaton? TryBuild(string pattern) => PatternReader.TryRead(pattern) is { } states ? Build(states) : null;

    // State 0 is the start: the only one of which it is known that nothing was read yet.
    private static TextAutomaton? Build(PatternStates pattern)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var sets = new List<int[]>();
        var moves = new List<(int High, int To)[]>();
        var accepts = new List<bool>();
        sets.Add(pattern.Closure([pattern.Start], atStart: true, atEnd: false));
        for (var i = 0; i < sets.Count; i++)
        {
            if (sets.Count > MaxStates) return null;
            accepts.Add(pattern.Closure(sets[i], atStart: i == 0, atEnd: true).Contains(pattern.Final));
            var row = new List<(int High, int To)>();
            foreach (var (_, high, to) in pattern.Moves(sets[i]))
            {
                var next = pattern.Closure(to, atStart: false, atEnd: false);
                // A match that is complete stays one whatever follows.
                if (next.Contains(pattern.Final)) next = [pattern.Final];
                var key = string.Join(',', next);
                if (!numbers.TryGetValue(key, out var number))
                {
                    number = sets.Count;
                    numbers.Add(key, number);
                    sets.Add(next);
                }
                if (row.Count > 0 && row[^1].To == number) row[^1] = (high, number);
                else row.Add((high, number));
            }
            moves.Add([.. row]);
        }
        var final = numbers.GetValueOrDefault(pattern.Final.ToString(System.Globalization.CultureInfo.InvariantCulture), -1);
        if (final >= 0) moves[final] = [(CodePoints.Max, final)];
        return new([.. moves], [.. accepts]);
    }

    // Patterns repeat within a contract and between its versions.
    internal sealed class Cache
    {
        private readonly ConcurrentDictionary<string, TextAutomaton?> _known = new(StringComparer.Ordinal);

        public TextAutomaton? Find(string pattern) => _known.GetOrAdd(pattern, TryBuild);
    }
}
