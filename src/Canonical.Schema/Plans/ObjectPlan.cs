using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Canonical.Schema;

/// <summary>
/// An object. The next property is guessed: documents of one producer name properties in one order, so the name that last followed the previous one is compared first, with quotes and colon, in one vector step. A wrong guess costs a
/// look-up and is remembered for the rest of the document. Required names and conditions are bits.
/// </summary>
internal sealed unsafe partial class ObjectPlan<TBits> : Plan
    where TBits : struct, INameBits<TBits>
{
    // One more slot than names: its token matches nothing, for objects without known names and for guesses of "unknown".
    private readonly Slot[] _slots;
    private readonly ObjectRules _rules;
    private readonly StringSet _names;
    private readonly int _successorBase;
    private readonly TBits _required;
    private readonly bool _hasMore;
    private Plan[] _others = [];
    private Plan[] _propertyNames = [];

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        public Token Token;
        public Plan Plan;
        public Watch[]? Watches;
    }

    public ObjectPlan(ObjectRules rules)
    {
        _rules = rules;
        _names = new StringSet(rules.Names.ToArray());
        _successorBase = rules.SuccessorBase;
        _slots = new Slot[rules.Names.Count + 1];
        for (var i = 0; i < rules.Names.Count; i++) _slots[i] = new Slot { Token = Token.Quoted(_names.Utf8[i], ":"u8), Plan = NeverPlan.Instance };
        _slots[^1] = new Slot { Token = Token.Never, Plan = NeverPlan.Instance };
        TBits required = default;
        for (var i = 0; i < rules.Required.Count; i++) required.TrySet(rules.Required[i]);
        _required = required;
        if (rules.Conditions.Count > 0) AddWatches();
        _hasMore = rules.MinProperties > 0 || rules.MaxProperties < long.MaxValue || rules.DependentRequired.Count > 0 || rules.DependentSchemas.Count > 0 || rules.Conditions.Count > 0;
    }

    public override bool IsOfOneKind => true;

    public override JsonTypes Kinds => JsonTypes.Object;

    public override void Link()
    {
        for (var i = 0; i < _rules.Values.Count; i++) _slots[i].Plan = _rules.Values[i].Plan;
        _others = PlanSlot.Plans(_rules.Others);
        if (_rules.PropertyNames.Count > 0) _propertyNames = PlanSlot.Plans(_rules.PropertyNames.ToArray());
        if (_hasMore) LinkMore();
    }

    public override byte* Run(byte* p, ref Walk walk)
    {
        if (*p != '{' || !walk.TryEnter()) return null;
        var start = p;
        TBits seen = default;
        ulong matched = 0;
        long count = 0;
        var frame = walk.NamesUsed;
        p = JsonScan.SkipWhite(p + 1);
        if (*p != '}')
        {
            var successors = walk.Successors + _successorBase;
            ref var slots = ref MemoryMarshal.GetArrayDataReference(_slots);
            nint previous = 0;
            while (true)
            {
                if (--walk.Budget < 0) return walk.GiveUp();
                count++;
                nint index = successors[previous];
                ref var slot = ref Unsafe.Add(ref slots, index);
                byte* q;
                if (!slot.Token.IsAt(p))
                {
                    // The guess may have been left out: then the one after it is here.
                    index = successors[index + 1];
                    slot = ref Unsafe.Add(ref slots, index);
                    if (!slot.Token.IsAt(p))
                    {
                        index = Find(p, ref walk, out q);
                        if (index < 0) return null;
                        successors[previous] = (ushort)index;
                        slot = ref Unsafe.Add(ref slots, index);
                        if (index == _slots.Length - 1)
                        {
                            q = RunOther(p, q, frame, ref walk);
                            if (q == null) return null;
                            goto AfterValue;
                        }
                        goto Known;
                    }
                }
                q = p + slot.Token.Length;
            Known:
                if (!seen.TrySet(index) && IsDuplicate(ref slot, ref walk)) return null;
                if (_propertyNames.Length > 0 && !CheckName(p, ref walk)) return null;
                q = JsonScan.SkipWhite(q);
                var value = q;
                q = slot.Plan.Run(q, ref walk);
                if (q == null) return null;
                if (slot.Watches is not null && !Observe(slot.Watches, value, q, ref matched, ref walk)) return null;
            AfterValue:
                q = JsonScan.SkipWhite(q);
                if (*q == ',')
                {
                    p = JsonScan.SkipWhite(q + 1);
                    previous = index + 1;
                    continue;
                }
                p = q;
                if (*q != '}') return null;
                break;
            }
            walk.ReleaseNames(frame);
        }
        walk.Depth++;
        if (!seen.Covers(_required) || (_hasMore && !CheckMore(start, seen, matched, count, ref walk))) return null;
        return p + 1;
    }

    public override byte* Index(byte* p, ref Walk walk, ref JsonTape tape)
    {
        // Conditions and dependent schemas look at the values again.
        if (*p != '{' || _rules.Conditions.Count > 0 || _rules.DependentSchemas.Count > 0) return tape.ReadValue(p);
        var at = tape.Open(TapeKind.Object, p);
        if (at < 0) return null;
        walk.Depth--;
        var count = 0;
        p = JsonScan.SkipWhite(p + 1);
        for (var isLast = *p == '}'; !isLast;)
        {
            count++;
            var name = p;
            p = tape.ReadName(p);
            if (p == null) return null;
            p = IndexChild(PlanOf(name, tape), p, ref walk, ref tape);
            if (p == null || (p = tape.AfterPart(p, (byte)'}', out isLast)) == null) return null;
        }
        walk.Depth++;
        tape.Close(at, p + 1, count);
        return p + 1;
    }

    // The plan of the value whose name was added last; null when its name has escapes.
    private Plan? PlanOf(byte* name, in JsonTape tape)
    {
        var entry = tape.Count - 1;
        if (tape.Entries[entry].Escaped) return null;
        var text = tape.Raw(entry);
        var index = _names.Find(name + 1, text.Length);
        return index >= 0 ? _slots[index].Plan : _others[_others.Length == 1 ? 0 : _rules.MatchPatterns(text)];
    }

    // The index of the name that begins at p, the last slot's for an unknown one, or -1; `value` is set past the colon.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private nint Find(byte* p, ref Walk walk, out byte* value)
    {
        value = null;
        if (*p != '"') return -1;
        var end = JsonScan.StringEnd(p + 1, out var escaped);
        if (end == null) return -1;
        value = JsonScan.SkipWhite(end + 1);
        if (*value != ':') return -1;
        value++;
        var length = (int)(end - p) - 1;
        int index;
        if (escaped)
        {
            index = FindEscaped(new ReadOnlySpan<byte>(p + 1, length), ref walk);
            if (index == int.MinValue) return -1;
        }
        else
        {
            index = _names.Find(p + 1, length);
        }
        return index >= 0 ? index : _slots.Length - 1;
    }

    private int FindEscaped(ReadOnlySpan<byte> raw, ref Walk walk)
    {
        Span<byte> text = raw.Length <= 256 ? stackalloc byte[256] : new byte[raw.Length];
        var index = _names.Find(text[..JsonScan.Unescape(raw, text)]);
        if (index >= 0) return index;
        // An unknown name with escapes: comparing it with the others is left to the tape.
        walk.Bail = true;
        return int.MinValue;
    }

    // A property that the schema does not name: by the patterns it matches, or as an additional one.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* RunOther(byte* name, byte* value, int frame, ref Walk walk)
    {
        var end = JsonScan.Special(name + 1);
        var length = (int)(end - name) - 1;
        var plan = _others[_others.Length == 1 ? 0 : _rules.MatchPatterns(new ReadOnlySpan<byte>(name + 1, length))];
        if (ReferenceEquals(plan, NeverPlan.Instance)) return null;
        if (walk.RejectDuplicates && !walk.TryAddText(frame, name + 1, length)) return null;
        if (_propertyNames.Length > 0 && !CheckName(name, ref walk)) return null;
        return plan.Run(JsonScan.SkipWhite(value), ref walk);
    }

    private bool CheckName(byte* name, ref Walk walk)
    {
        foreach (var plan in _propertyNames)
        {
            if (plan.Run(name, ref walk) == null) return false;
        }
        return true;
    }

    private static bool IsDuplicate(ref Slot slot, ref Walk walk)
    {
        if (walk.RejectDuplicates) return true;
        // Which of the values a condition means is left to the tape.
        if (slot.Watches is not null) walk.Bail = true;
        return walk.Bail;
    }

    private static bool Observe(Watch[] watches, byte* value, byte* end, ref ulong matched, ref Walk walk)
    {
        var raw = new ReadOnlySpan<byte>(value, (int)(end - value));
        var any = false;
        foreach (var watch in watches)
        {
            foreach (var expected in watch.Values)
            {
                if (!raw.SequenceEqual(expected)) continue;
                matched |= 1UL << watch.Bit;
                any = true;
                break;
            }
        }
        if (!any && *value == '"' && raw.Contains((byte)'\\')) walk.Bail = true;
        return !walk.Bail;
    }

    private static TBits Bits(int[] names)
    {
        TBits bits = default;
        foreach (var name in names) bits.TrySet(name);
        return bits;
    }
}
