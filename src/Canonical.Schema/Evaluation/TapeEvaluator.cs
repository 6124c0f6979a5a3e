using System.Buffers;
using System.Runtime.CompilerServices;

namespace Canonical.Schema;

/// <summary>
/// The complete evaluator: every keyword, over a tape. It serves in two ways: with a sink it goes through the whole document and reports all that is wrong; without one it decides about parts of a document that the one-pass
/// plans leave to it, and stops at the first failure. What has been evaluated (for the unevaluated keywords) is kept as bits in a stack of frames.
/// </summary>
internal ref partial struct TapeEvaluator
{
    // A budget far above what schemas of the world need, so that alternatives that multiply end in a clear error and not in a hang.
    private const long WorkPerEntry = 4_000;
    private const long MinWork = 4_000_000;

    // Of a report: each failure is written down, which costs more, and the verdict is known before.
    private const long ReportWorkPerEntry = 200;
    private const long MinReportWork = 200_000;
    private const long MemoAfterPerEntry = 64;

    private readonly JsonTape _tape;
    private readonly ref Walk _walk;
    private readonly bool _hasWalk;
    private ErrorSink? _sink;
    private ulong[] _bits = [];
    private int _bitsUsed;
    private byte[] _text = [];
    private int _textUsed;
    private long _work;
    private readonly long _memoBelow;
    private Dictionary<long, bool>? _memo;

    public TapeEvaluator(JsonTape tape, ErrorSink? sink)
    {
        _tape = tape;
        _sink = sink;
        _work = sink is null ? MinWork + WorkPerEntry * tape.Count : MinReportWork + ReportWorkPerEntry * tape.Count;
        _memoBelow = _work - 10_000 - MemoAfterPerEntry * tape.Count;
    }

    /// <summary>An evaluator that collects errors and asks the plans first, so that it goes into no part of the document that is right.</summary>
    public TapeEvaluator(JsonTape tape, ErrorSink sink, ref Walk walk)
        : this(tape, sink)
    {
        _walk = ref walk;
        _hasWalk = true;
    }

    /// <summary>True when the budget was used up; the verdict means nothing then.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>
    /// True when a part with unevaluated keywords of its own failed inside of another such part. What it had evaluated is unevaluated then, and the other part asks about values that the plans took for right
    /// and left unread: only a tape of the whole document can tell what is wrong with them.
    /// </summary>
    public bool NeedsWholeDocument { get; private set; }

    public void Dispose()
    {
        if (_bits.Length > 0) ArrayPool<ulong>.Shared.Return(_bits);
        if (_text.Length > 0) ArrayPool<byte>.Shared.Return(_text);
        _bits = [];
        _text = [];
    }

    /// <summary>Whether the value at an entry is valid.</summary>
    public bool Evaluate(Node node, int at) => Evaluate(node, at, NoMarks);

    private const int NoMarks = -1;
    private const int LargePart = 1024;

    private readonly ref TapeEntry Entry(int at) => ref _tape.Entries[at];

    private bool Evaluate(Node node, int at, int marks)
    {
        if (Entry(at).Opaque) return true;
        if (node.Constant is { } constant)
        {
            if (!constant) Report(node, "", SchemaCodes.NothingAllowed, at, "No value is allowed here.");
            return constant;
        }
        if (_hasWalk && _sink is not null && marks == NoMarks && node.Slot is not null && IsSurelyValid(node.Slot.Plan, at)) return true;
        if (--_work < _memoBelow)
        {
            if (_work < 0) return Exhaust();
            if (marks == NoMarks && _sink is null) return EvaluateOnce(node, at);
        }
        return EvaluateNow(node, at, marks);
    }

    private unsafe bool IsSurelyValid(Plan plan, int at)
    {
        ref var walk = ref _walk;
        // A large part is asked about in pieces: were it wrong as a whole, each piece would have to be read again.
        if (walk.Budget <= 0 || at == 0 || Entry(at).End - Entry(at).Start > LargePart) return false;
        var start = Entry(at).Kind == TapeKind.String ? Entry(at).Start - 1 : Entry(at).Start;
        var end = BranchPlan.Try(plan, walk.Json + start, ref walk);
        var ok = end != null && !walk.Bail;
        walk.Bail = false;
        return ok;
    }

    private bool Exhaust()
    {
        IsExhausted = true;
        return false;
    }

    // Alternatives inside alternatives read the same value again and again: from here on each pair of node and value is decided once.
    private bool EvaluateOnce(Node node, int at)
    {
        _memo ??= [];
        var key = ((long)node.Id << 32) | (uint)at;
        if (_memo.TryGetValue(key, out var known)) return known;
        var result = EvaluateNow(node, at, NoMarks);
        if (!IsExhausted) _memo[key] = result;
        return result;
    }

    private bool EvaluateNow(Node node, int at, int marks)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) return Exhaust();
        var outer = marks;
        var bits = _bitsUsed;
        if (node.HasUnevaluated) marks = PushMarks(at);

        var ok = CheckType(node, at);
        if (ok || _sink is not null)
        {
            ok &= CheckValues(node, at);
            if (ok || _sink is not null) ok &= CheckByKind(node, at, marks);
            if (ok || _sink is not null) ok &= CheckInPlace(node, at, marks);
            if (node.HasUnevaluated && (ok || _sink is not null))
            {
                ok &= CheckUnevaluated(node, at, marks);
                if (ok && outer != NoMarks) MergeMarks(outer, marks, at);
            }
        }
        if (node.HasUnevaluated)
        {
            _bitsUsed = bits;
            if (!ok && outer != NoMarks) NeedsWholeDocument = true;
        }
        return ok && !IsExhausted;
    }

    private bool CheckByKind(Node node, int at, int marks) => Entry(at).Kind switch
    {
        TapeKind.Number => CheckNumber(node, at),
        TapeKind.String => CheckString(node, at),
        TapeKind.Array => CheckArray(node, at, marks),
        TapeKind.Object => CheckObject(node, at, marks),
        _ => true,
    };

    private bool CheckInPlace(Node node, int at, int marks)
    {
        var ok = true;
        if (node.Ref is not null)
        {
            ok = Enter(node.RefKeyword) && Evaluate(node.Ref, at, marks);
            Leave();
        }
        if (node.DynamicRef is not null && (ok || _sink is not null))
        {
            ok &= Enter(node.DynamicRefKeyword) & Evaluate(node.DynamicRef, at, marks);
            Leave();
        }
        for (var i = 0; i < node.AllOf.Length && (ok || _sink is not null); i++)
        {
            ok &= Enter("allOf", i) & Evaluate(node.AllOf[i], at, marks);
            Leave(2);
        }
        if (node.AnyOf.Length > 0 && (ok || _sink is not null)) ok &= CheckAnyOf(node, at, marks);
        if (node.OneOf.Length > 0 && (ok || _sink is not null)) ok &= CheckOneOf(node, at, marks);
        if (node.Not is not null && (ok || _sink is not null)) ok &= CheckNot(node, at);
        if (node.If is not null && (ok || _sink is not null)) ok &= CheckIf(node, at, marks);
        return ok;
    }

    private bool CheckAnyOf(Node node, int at, int marks)
    {
        var before = _sink?.Mark() ?? default;
        var any = false;
        for (var i = 0; i < node.AnyOf.Length; i++)
        {
            var matched = TryBranch(node.AnyOf[i], at, marks, "anyOf", i);
            any |= matched;
            // With marks every branch counts, since each may evaluate other properties.
            if (matched && marks == NoMarks) break;
        }
        if (_sink is not null) _sink.EndBranches(before, any);
        if (any) return true;
        ReportBefore(before, node, "anyOf", SchemaCodes.NoAlternative, at, "anyOf");
        return false;
    }

    private bool CheckOneOf(Node node, int at, int marks)
    {
        var before = _sink?.Mark() ?? default;
        var matches = 0;
        var first = -1;
        for (var i = 0; i < node.OneOf.Length; i++)
        {
            if (!TryBranch(node.OneOf[i], at, marks, "oneOf", i)) continue;
            if (++matches == 1) first = i;
            if (matches == 2)
            {
                _sink?.EndBranches(before, true);
                if (_sink is not null) Report(node, "oneOf", SchemaCodes.SeveralAlternatives, at, $"The value matches more than one of the {node.OneOf.Length} alternatives of \"oneOf\", for one numbers {first + 1} and {i + 1}.");
                return false;
            }
        }
        if (_sink is not null) _sink.EndBranches(before, matches == 1);
        if (matches == 1) return true;
        ReportBefore(before, node, "oneOf", SchemaCodes.NoAlternative, at, "oneOf");
        return false;
    }

    private bool TryBranch(Node branch, int at, int marks, string keyword, int index)
    {
        Enter(keyword, index);
        _sink?.BeginBranch();
        var bits = _bitsUsed;
        var own = marks == NoMarks ? NoMarks : PushMarks(at);
        var ok = Evaluate(branch, at, own);
        if (ok && own != NoMarks) MergeMarks(marks, own, at);
        _bitsUsed = bits;
        Leave(2);
        return ok;
    }

    private bool CheckNot(Node node, int at)
    {
        if (!Silently(node.Not!, at, NoMarks)) return !IsExhausted;
        Report(node, "not", SchemaCodes.Forbidden, at, "The value matches what \"not\" forbids.");
        return false;
    }

    private bool CheckIf(Node node, int at, int marks)
    {
        var bits = _bitsUsed;
        var own = marks == NoMarks ? NoMarks : PushMarks(at);
        var condition = Silently(node.If!, at, own);
        if (condition && own != NoMarks) MergeMarks(marks, own, at);
        _bitsUsed = bits;
        var (branch, keyword) = condition ? (node.Then, "then") : (node.Else, "else");
        if (branch is null) return true;
        Enter(keyword);
        var ok = Evaluate(branch, at, marks);
        Leave();
        return ok;
    }

    private bool Silently(Node node, int at, int marks)
    {
        var sink = _sink;
        _sink = null;
        var ok = Evaluate(node, at, marks);
        // Not the root's: this may be inside of a silent part itself.
        _sink = sink;
        return ok;
    }

    private bool CheckUnevaluated(Node node, int at, int marks)
    {
        var kind = Entry(at).Kind;
        var ok = true;
        if (kind == TapeKind.Object && node.UnevaluatedProperties is { } properties)
        {
            var name = at + 1;
            for (var i = 0; i < Entry(at).Count && (ok || _sink is not null); i++, name = Entry(name + 1).Next)
            {
                if (!IsMarked(marks, i)) ok &= CheckExtraProperty(node, "unevaluatedProperties", properties, name);
            }
            MarkAll(marks, at);
        }
        else if (kind == TapeKind.Array && node.UnevaluatedItems is { } items)
        {
            var item = at + 1;
            for (var i = 0; i < Entry(at).Count && (ok || _sink is not null); i++, item = Entry(item).Next)
            {
                if (!IsMarked(marks, i)) ok &= CheckExtraItem(node, "unevaluatedItems", items, item, i);
            }
            MarkAll(marks, at);
        }
        return ok;
    }
}
