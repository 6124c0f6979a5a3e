using System.Runtime.InteropServices;

namespace Canonical.Schema;

/// <summary>
/// A regular expression as a table of states over UTF-8 bytes: one look-up a byte, no allocation, no backtracking, whatever the text. Built whole when the schema is compiled; expressions whose table would be large are left to Regex.
/// It answers whether the text has a match anywhere, which is all that <c>pattern</c> asks.
/// </summary>
internal sealed class ByteDfa
{
    private const int MaxStates = 1500;

    // Steps of construction: large sets of Unicode would make a table that costs more than it saves.
    private const int MaxWork = 2_000_000;
    private const byte Accepting = 1;
    private const byte AcceptingAtEnd = 2;
    private const byte Dead = 4;

    private readonly byte[] _classes;
    private readonly ushort[] _next;
    private readonly byte[] _flags;
    private readonly int _classCount;

    private ByteDfa(byte[] classes, ushort[] next, byte[] flags, int classCount)
    {
        _classes = classes;
        _next = next;
        _flags = flags;
        _classCount = classCount;
    }

    public static ByteDfa? TryBuild(RegexSyntax syntax) => ByteNfa.TryBuild(syntax) is { } nfa ? new Builder(nfa).Build() : null;

    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        var state = 0;
        var flags = _flags;
        var classes = _classes;
        var next = _next;
        foreach (var b in utf8)
        {
            if ((flags[state] & (Accepting | Dead)) != 0) return (flags[state] & Accepting) != 0;
            state = next[state * _classCount + classes[b]];
        }
        return (flags[state] & (Accepting | AcceptingAtEnd)) != 0;
    }

    private sealed class Builder(ByteNfa nfa)
    {
        private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
        private readonly List<int[]> _sets = [];
        private readonly List<byte> _flags = [];
        private readonly int[] _mark = new int[nfa.Count];
        private readonly Stack<int> _stack = new();
        private int _generation;

        public ByteDfa? Build()
        {
            var (classes, samples) = Classify();
            var table = new List<ushort>();
            // The first set alone may pass "^"; a match may also begin at every later byte, from the entry without it.
            AddSet([nfa.Entry], atStart: true);
            var work = 0;
            var targets = new List<int>[samples.Count];
            for (var i = 0; i < targets.Length; i++) targets[i] = [];
            for (var at = 0; at < _sets.Count; at++)
            {
                foreach (var list in targets) list.Clear();
                foreach (var state in _sets[at])
                {
                    ref readonly var s = ref nfa[state];
                    if (s.Kind != ByteNfa.Edge.Bytes) continue;
                    work += classes[s.High] - classes[s.Low] + 1;
                    for (int c = classes[s.Low]; c <= classes[s.High]; c++) targets[c].Add(s.Next);
                }
                // Where nothing goes on, a match can only begin anew.
                var again = -1;
                foreach (var list in targets)
                {
                    var id = list.Count == 0 ? again : -1;
                    if (id < 0)
                    {
                        var isEmpty = list.Count == 0;
                        list.Add(nfa.Entry);
                        work += list.Count;
                        if (work > MaxWork || (id = AddSet(list, atStart: false)) < 0) return null;
                        if (isEmpty) again = id;
                    }
                    table.Add((ushort)id);
                }
            }
            return new ByteDfa(classes, [.. table], [.. _flags], samples.Count);
        }

        private int AddSet(List<int> seeds, bool atStart)
        {
            var set = Close(seeds, atStart, atEnd: false);
            var key = (atStart ? "^" : "") + new string(MemoryMarshal.Cast<int, char>(set));
            if (_ids.TryGetValue(key, out var id)) return id;
            if (_sets.Count >= MaxStates) return -1;
            byte flags = 0;
            if (Array.Exists(set, s => nfa[s].Kind == ByteNfa.Edge.Accept)) flags |= Accepting;
            if (Array.Exists(Close(seeds, atStart, atEnd: true), s => nfa[s].Kind == ByteNfa.Edge.Accept)) flags |= AcceptingAtEnd;
            if (set.Length == 0 && flags == 0 && !atStart) flags |= Dead;
            id = _sets.Count;
            _ids.Add(key, id);
            _sets.Add(set);
            _flags.Add(flags);
            return id;
        }

        // The states reached without reading: those that wait for a byte, and acceptance. Edges of assertions are passed only where they hold.
        private int[] Close(List<int> seeds, bool atStart, bool atEnd)
        {
            _generation++;
            var result = new List<int>();
            foreach (var seed in seeds) _stack.Push(seed);
            while (_stack.TryPop(out var state))
            {
                if (_mark[state] == _generation) continue;
                _mark[state] = _generation;
                ref readonly var s = ref nfa[state];
                switch (s.Kind)
                {
                    case ByteNfa.Edge.Split:
                        _stack.Push(s.Next);
                        _stack.Push(s.Other);
                        break;
                    case ByteNfa.Edge.AtStart when atStart:
                    case ByteNfa.Edge.AtEnd when atEnd:
                        _stack.Push(s.Next);
                        break;
                    case ByteNfa.Edge.AtEnd:
                        // Kept in the set, because whether the text ends here is known only later.
                        result.Add(state);
                        break;
                    case ByteNfa.Edge.Bytes or ByteNfa.Edge.Accept:
                        result.Add(state);
                        break;
                }
            }
            result.Sort();
            return [.. result];
        }

        private (byte[] Classes, List<byte> Samples) Classify()
        {
            var starts = new bool[257];
            starts[0] = true;
            for (var i = 0; i < nfa.Count; i++)
            {
                ref readonly var s = ref nfa[i];
                if (s.Kind != ByteNfa.Edge.Bytes) continue;
                starts[s.Low] = true;
                starts[s.High + 1] = true;
            }
            var classes = new byte[256];
            var samples = new List<byte>();
            for (var b = 0; b < 256; b++)
            {
                if (starts[b]) samples.Add((byte)b);
                classes[b] = (byte)(samples.Count - 1);
            }
            return (classes, samples);
        }
    }
}
