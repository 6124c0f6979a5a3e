namespace Canonical.Schema;

/// <summary>A value that needs more than one look at a time: reads it into a tape and asks the complete evaluator.</summary>
internal sealed unsafe class TapePlan(Node[] nodes) : Plan
{
    public override byte* Run(byte* p, ref Walk walk)
    {
        var tape = new JsonTape(walk.Json, 512, walk.Depth, walk.RejectDuplicates);
        var end = tape.ReadValue(p);
        if (end != null)
        {
            walk.Budget -= tape.Count;
            if (tape.Duplicates is not null || !Check(ref tape, ref walk)) end = null;
            else if (walk.Budget < 0) end = walk.GiveUp();
        }
        tape.Dispose();
        return end;
    }

    private bool Check(ref JsonTape tape, ref Walk walk)
    {
        var evaluator = new TapeEvaluator(tape, null);
        var ok = true;
        foreach (var node in nodes)
        {
            ok = evaluator.Evaluate(node, 0);
            if (!ok) break;
        }
        if (evaluator.IsExhausted) walk.Bail = true;
        evaluator.Dispose();
        return ok;
    }

    /// <summary>Whether all items of an array that was read before differ.</summary>
    public static bool IsUnique(byte* array, ref Walk walk)
    {
        var tape = new JsonTape(walk.Json, 512, walk.Depth, rejectDuplicates: false);
        var ok = false;
        if (tape.ReadValue(array) != null)
        {
            walk.Budget -= tape.Count;
            var evaluator = new TapeEvaluator(tape, null);
            ok = evaluator.IsUnique(0);
            if (evaluator.IsExhausted) walk.Bail = true;
            evaluator.Dispose();
        }
        tape.Dispose();
        return ok && (walk.Budget >= 0 || walk.GiveUp() != null);
    }
}
