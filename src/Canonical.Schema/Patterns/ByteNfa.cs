namespace Canonical.Schema;

/// <summary>A non-deterministic automaton over UTF-8 bytes, built from a regular expression (Thompson's construction). The step between the tree and <see cref="ByteDfa"/>.</summary>
internal sealed class ByteNfa
{
    public enum Edge : byte { None, Bytes, Split, AtStart, AtEnd, Accept }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    public struct State
    {
        public Edge Kind;
        public byte Low, High;
        public int Next, Other;
    }

    private const int MaxStates = 6000;
    private State[] _states = new State[64];

    public int Count { get; private set; }

    public int Entry { get; private set; }

    public ref readonly State this[int index] => ref _states[index];

    /// <summary>The automaton, or null when the expression needs look-around or references, or grows too large.</summary>
    public static ByteNfa? TryBuild(RegexSyntax syntax)
    {
        var nfa = new ByteNfa();
        var accept = nfa.Add(new State { Kind = Edge.Accept });
        var entry = nfa.Build(syntax, accept);
        if (entry < 0) return null;
        nfa.Entry = entry;
        return nfa;
    }

    private int Add(State state)
    {
        if (Count >= MaxStates) return -1;
        if (Count == _states.Length) Array.Resize(ref _states, Count * 2);
        _states[Count] = state;
        return Count++;
    }

    // Built from the back: the state that matches `syntax` and goes on at `next`. Negative when it cannot be.
    private int Build(RegexSyntax syntax, int next)
    {
        if (next < 0) return -1;
        switch (syntax)
        {
            case RegexSyntax.Set set:
                return BuildSet(set.Points, next);
            case RegexSyntax.Sequence sequence:
                for (var i = sequence.Parts.Length - 1; i >= 0 && next >= 0; i--) next = Build(sequence.Parts[i], next);
                return next;
            case RegexSyntax.Choice choice:
                var entry = Build(choice.Branches[^1], next);
                for (var i = choice.Branches.Length - 2; i >= 0 && entry >= 0; i--)
                {
                    var branch = Build(choice.Branches[i], next);
                    entry = branch < 0 ? -1 : Add(new State { Kind = Edge.Split, Next = branch, Other = entry });
                }
                return entry;
            case RegexSyntax.Capture capture:
                return Build(capture.Inner, next);
            case RegexSyntax.Start:
                return Add(new State { Kind = Edge.AtStart, Next = next });
            case RegexSyntax.End:
                return Add(new State { Kind = Edge.AtEnd, Next = next });
            case RegexSyntax.Repeat repeat:
                return BuildRepeat(repeat, next);
            default:
                return -1;
        }
    }

    private int BuildRepeat(RegexSyntax.Repeat repeat, int next)
    {
        if (repeat.Max < 0)
        {
            var loop = Add(new State { Kind = Edge.Split, Other = next });
            if (loop < 0) return -1;
            var body = Build(repeat.Inner, loop);
            if (body < 0) return -1;
            _states[loop].Next = body;
            next = loop;
        }
        else
        {
            if (repeat.Max - repeat.Min > MaxStates) return -1;
            var exit = next;
            for (var i = repeat.Min; i < repeat.Max && next >= 0; i++)
            {
                var body = Build(repeat.Inner, next);
                next = body < 0 ? -1 : Add(new State { Kind = Edge.Split, Next = body, Other = exit });
            }
        }
        if (repeat.Min > MaxStates) return -1;
        for (var i = 0; i < repeat.Min && next >= 0; i++) next = Build(repeat.Inner, next);
        return next;
    }

    private int BuildSet(CodePointSet set, int next)
    {
        var entry = -1;
        foreach (var (low, high) in set.Ranges)
        {
            if (!BuildRange(Math.Max(low, 0), Math.Min(high, 0xD7FF), next, ref entry)) return -1;
            if (!BuildRange(Math.Max(low, 0xE000), high, next, ref entry)) return -1;
        }
        // An empty set matches nothing: an edge that no byte of UTF-8 can take.
        return entry >= 0 ? entry : Add(new State { Kind = Edge.Bytes, Low = 0xFF, High = 0xFF, Next = next });
    }

    // Splits a range of code points into ranges of byte sequences: first by encoded length, then so that all trailing bytes but the first differing one run through 80..BF.
    private bool BuildRange(int low, int high, int next, ref int entry)
    {
        if (low > high) return true;
        ReadOnlySpan<int> limits = [0x7F, 0x7FF, 0xFFFF];
        foreach (var limit in limits)
        {
            if (low <= limit && high > limit)
            {
                return BuildRange(low, limit, next, ref entry) && BuildRange(limit + 1, high, next, ref entry);
            }
        }
        if (high > 0x7F)
        {
            for (var i = 1; i < 4; i++)
            {
                var mask = (1 << (6 * i)) - 1;
                if ((low & ~mask) == (high & ~mask)) continue;
                if ((low & mask) != 0) return BuildRange(low, low | mask, next, ref entry) && BuildRange((low | mask) + 1, high, next, ref entry);
                if ((high & mask) != mask) return BuildRange(low, (high & ~mask) - 1, next, ref entry) && BuildRange(high & ~mask, high, next, ref entry);
            }
        }
        Span<byte> from = stackalloc byte[4];
        Span<byte> to = stackalloc byte[4];
        var length = new System.Text.Rune(low).EncodeToUtf8(from);
        new System.Text.Rune(high).EncodeToUtf8(to);
        var state = next;
        for (var i = length - 1; i >= 0 && state >= 0; i--) state = Add(new State { Kind = Edge.Bytes, Low = from[i], High = to[i], Next = state });
        if (state < 0) return false;
        entry = entry < 0 ? state : Add(new State { Kind = Edge.Split, Next = state, Other = entry });
        return entry >= 0;
    }
}
