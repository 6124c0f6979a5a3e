using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Canonical.Schema;

public sealed partial class JsonSchema
{
    // Documents up to this size are copied to the stack, larger ones to pooled memory: the copy ends in zero bytes, which lets the tokenizer run without asking for the end.
    private const int StackBytes = 2048;
    private const int StackSuccessors = 512;

    // Values that plans may read, those that alternatives read again included, before the tape takes over.
    private const long MinBudget = 200_000;

    /// <summary>Whether a document keeps every rule of the schema. Stops at the first failure and builds nothing.</summary>
    /// <param name="utf8Json">The document, UTF-8 (RFC 8259).</param>
    /// <returns>False when it breaks a rule or is no JSON.</returns>
    public bool IsValid(ReadOnlySpan<byte> utf8Json) => Check(utf8Json);

    /// <summary>Whether a document keeps every rule of the schema.</summary>
    /// <param name="utf8Json">The document, UTF-8 (RFC 8259), in any number of segments.</param>
    /// <returns>False when it breaks a rule or is no JSON.</returns>
    public bool IsValid(in ReadOnlySequence<byte> utf8Json)
    {
        if (utf8Json.IsSingleSegment) return Check(utf8Json.FirstSpan);
        if (utf8Json.Length > _maxDocumentBytes) return false;
        var rented = ArrayPool<byte>.Shared.Rent((int)utf8Json.Length);
        utf8Json.CopyTo(rented);
        var result = Check(rented.AsSpan(0, (int)utf8Json.Length));
        ArrayPool<byte>.Shared.Return(rented);
        return result;
    }

    /// <summary>Whether a value of a parsed document keeps every rule of the schema.</summary>
    /// <param name="element">The value. Its document must not be disposed of.</param>
    /// <returns>False when it breaks a rule.</returns>
    /// <exception cref="InvalidOperationException">The element is the default value.</exception>
    public bool IsValid(JsonElement element) => Check(JsonMarshal.GetRawUtf8Value(element));

    /// <summary>Validates a document and reports every error.</summary>
    /// <param name="utf8Json">The document, UTF-8 (RFC 8259).</param>
    /// <returns>The report.</returns>
    public ValidationReport Validate(ReadOnlySpan<byte> utf8Json) => Check(utf8Json) ? ValidationReport.Valid : Collect(utf8Json, keepAllBranches: false);

    /// <summary>Validates a document and reports every error.</summary>
    /// <param name="utf8Json">The document, UTF-8 (RFC 8259), in any number of segments.</param>
    /// <returns>The report.</returns>
    public ValidationReport Validate(in ReadOnlySequence<byte> utf8Json)
    {
        if (utf8Json.IsSingleSegment) return Validate(utf8Json.FirstSpan);
        if (utf8Json.Length > _maxDocumentBytes) return TooLarge(utf8Json.Length);
        var rented = ArrayPool<byte>.Shared.Rent((int)utf8Json.Length);
        utf8Json.CopyTo(rented);
        var report = Validate(rented.AsSpan(0, (int)utf8Json.Length));
        ArrayPool<byte>.Shared.Return(rented);
        return report;
    }

    /// <summary>Validates a value of a parsed document and reports every error; lines and columns count from the value's first character.</summary>
    /// <param name="element">The value. Its document must not be disposed of.</param>
    /// <returns>The report.</returns>
    /// <exception cref="InvalidOperationException">The element is the default value.</exception>
    public ValidationReport Validate(JsonElement element) => Validate(JsonMarshal.GetRawUtf8Value(element));

    /// <summary>The report of the tape, whatever the plans say, with their help or alone; lets tests compare them.</summary>
    internal ValidationReport CollectForTest(ReadOnlySpan<byte> utf8Json, bool byPlans = false) => Collect(utf8Json, keepAllBranches: false, byPlans);

    private unsafe bool Check(ReadOnlySpan<byte> utf8Json)
    {
        if (utf8Json.Length > _maxDocumentBytes || !Utf8.IsValid(utf8Json)) return false;
        byte[]? rented = null;
        Span<byte> buffer = utf8Json.Length <= StackBytes ? stackalloc byte[StackBytes + JsonScan.Padding] : rented = ArrayPool<byte>.Shared.Rent(utf8Json.Length + JsonScan.Padding);
        bool result;
        fixed (byte* json = buffer)
        {
            utf8Json.CopyTo(buffer);
            buffer.Slice(utf8Json.Length, JsonScan.Padding).Clear();
            result = CheckPlan(json, utf8Json.Length);
        }
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return result;
    }

    private unsafe bool CheckPlan(byte* json, int length)
    {
        ushort[]? rented = null;
        var plans = GetPlans();
        var count = plans.Successors.Length;
        Span<ushort> successors = count <= StackSuccessors ? stackalloc ushort[StackSuccessors] : rented = ArrayPool<ushort>.Shared.Rent(count);
        bool result;
        fixed (ushort* guesses = successors)
        {
            plans.Successors.AsSpan().CopyTo(successors);
            var walk = new Walk { Json = json, Successors = guesses, Depth = _maxDepth, Budget = (int)Math.Min(int.MaxValue, MinBudget + 8L * length), RejectDuplicates = _rejectDuplicates };
            var end = plans.Root.Run(JsonScan.SkipWhite(json), ref walk);
            result = end != null && JsonScan.SkipWhite(end) == json + length && !walk.Bail;
            walk.Dispose();
            if (walk.Bail) result = CheckTape(json, length);
        }
        if (rented is not null) ArrayPool<ushort>.Shared.Return(rented);
        return result;
    }

    private unsafe bool CheckTape(byte* json, int length)
    {
        var tape = new JsonTape(json, length, _maxDepth, _rejectDuplicates);
        var result = tape.Read() && tape.Duplicates is null;
        if (result)
        {
            var evaluator = new TapeEvaluator(tape, null);
            result = evaluator.Evaluate(_root, 0) && !evaluator.IsExhausted;
            evaluator.Dispose();
        }
        tape.Dispose();
        return result;
    }

    private ValidationReport TooLarge(long? length) =>
        Single(SchemaCodes.TooLarge, length is null ? $"The document has more than {_maxDocumentBytes} bytes, which is the limit." : $"The document has {length} bytes; the limit is {_maxDocumentBytes}.", 0, []);

    private static ValidationReport Single(string code, string message, int offset, ReadOnlySpan<byte> json)
    {
        var sink = new ErrorSink(1, keepAllBranches: false);
        sink.Add(default, null, "", code, offset, message);
        return sink.ToReport(json);
    }

    private unsafe ValidationReport Collect(ReadOnlySpan<byte> utf8Json, bool keepAllBranches, bool byPlans = true)
    {
        if (utf8Json.Length > _maxDocumentBytes) return TooLarge(utf8Json.Length);
        if (!Utf8.IsValid(utf8Json)) return Single(SchemaCodes.InvalidUnicode, "The document is not valid UTF-8.", FirstInvalid(utf8Json), utf8Json);
        var buffer = ArrayPool<byte>.Shared.Rent(utf8Json.Length + JsonScan.Padding);
        try
        {
            fixed (byte* json = buffer)
            {
                utf8Json.CopyTo(buffer);
                buffer.AsSpan(utf8Json.Length, JsonScan.Padding).Clear();
                // Plans and tape agree; were they ever not to, the tape alone has the last word about a document that was found wrong.
                return byPlans && CollectTape(json, utf8Json, byPlans: true, keepAllBranches) is { IsValid: false } report
                    ? report
                    : CollectTape(json, utf8Json, byPlans: false, keepAllBranches)!;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Null when the plans' help does not do and the whole document must be read.
    private unsafe ValidationReport? CollectTape(byte* json, ReadOnlySpan<byte> utf8Json, bool byPlans, bool keepAllBranches)
    {
        var plans = GetPlans();
        Span<ushort> successors = plans.Successors.Length <= StackSuccessors ? stackalloc ushort[StackSuccessors] : new ushort[plans.Successors.Length];
        plans.Successors.AsSpan().CopyTo(successors);
        fixed (ushort* guesses = successors)
        {
            var walk = new Walk { Json = json, Successors = guesses, Depth = _maxDepth, Budget = (int)Math.Min(int.MaxValue, MinBudget + 8L * utf8Json.Length), RejectDuplicates = _rejectDuplicates };
            var tape = new JsonTape(json, utf8Json.Length, _maxDepth, _rejectDuplicates);
            var first = JsonScan.SkipWhite(json);
            var end = byPlans ? plans.Root.Index(first, ref walk, ref tape) : tape.ReadValue(first);
            var report = end != null && tape.IsEnd(end) ? CollectErrors(ref walk, ref tape, utf8Json, byPlans, keepAllBranches) : Single(tape.ErrorCode!, tape.ErrorMessage, tape.ErrorOffset, utf8Json);
            tape.Dispose();
            walk.Dispose();
            return report;
        }
    }

    private ValidationReport? CollectErrors(ref Walk walk, ref JsonTape tape, ReadOnlySpan<byte> utf8Json, bool byPlans, bool keepAllBranches)
    {
        var sink = new ErrorSink(_maxErrors, keepAllBranches);
        foreach (var name in tape.Duplicates ?? [])
        {
            sink.Add(tape, null, "", SchemaCodes.DuplicateProperty, tape.Entries[name].Start - 1, $"The property {Words.Name(tape.Raw(name))} is given twice in one object.");
        }
        if (!sink.IsFull)
        {
            var evaluator = byPlans ? new TapeEvaluator(tape, sink, ref walk) : new TapeEvaluator(tape, sink);
            evaluator.Evaluate(_root, 0);
            if (evaluator.IsExhausted) sink.Add(tape, null, "", SchemaCodes.TooMuchWork, 0, "Validation was ended: the alternatives of the schema multiply on this document.");
            evaluator.Dispose();
            if (byPlans && evaluator.NeedsWholeDocument) return null;
        }
        return sink.ToReport(utf8Json);
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var at = 0;
        while (at < utf8.Length && System.Text.Rune.DecodeFromUtf8(utf8[at..], out _, out var consumed) == OperationStatus.Done) at += consumed;
        return at;
    }
}
