using System.Buffers;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;
using Canonical.Schema;

namespace Canonical.Model;

/// <summary>
/// Reads objects of a contract from UTF-8 in one walk that parses, validates and binds at once. For generated code, which asks for the members in turn and leaves at the first
/// rule that is broken; the schema engine then writes the report. It accepts exactly what the engine accepts. Lives on one thread's stack.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Auto)]
public unsafe ref partial struct ContractReader
{
    /// <summary>What <c>FirstMember</c> and <c>NextMember</c> give at the end of an object.</summary>
    public const int End = -1;

    /// <summary>What <c>FirstMember</c> and <c>NextMember</c> give where the document is wrong.</summary>
    public const int Failed = -2;

    // Documents up to this size are copied to the stack, larger ones to pooled memory: the copy ends in zero bytes.
    private const int StackBytes = 2048;

    // The report of a document that keeps its contract; the engine hands it out for any valid document.
    internal static readonly ValidationReport Valid = JsonSchema.Parse("true"u8).Validate("0"u8);

    // What is skipped has no rules but those of every document: no name twice in one object.
    private static readonly ContractRule Anything = ContractRule.FromSchema(JsonSchema.Parse("true"u8));

    private byte* _p;
    private int _depth;

    // The name of the member that NextMember found and does not know.
    private byte* _name;
    private int _nameLength;
    private bool _nameEscaped;

    private ContractReader(byte* json)
    {
        _p = Utf8Scan.SkipWhite(json);
        _depth = JsonSchemaOptions.DefaultMaxDepth;
    }

    /// <summary>Reads one value, such as an object, a part of it or an item of a list.</summary>
    /// <typeparam name="T">The value.</typeparam>
    /// <param name="reader">The reader, on the first byte of the value; behind it afterwards.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public delegate bool ReadValue<T>(ref ContractReader reader, [MaybeNullWhen(false)] out T value);

    /// <summary>Reads a document.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="utf8Json">The document.</param>
    /// <param name="contract">Its contract, for the report.</param>
    /// <param name="read">Reads the object.</param>
    /// <param name="value">The object, when the document keeps the contract.</param>
    /// <param name="report">Every violation; valid when the method returns true.</param>
    /// <returns>True when the document keeps the contract.</returns>
    /// <exception cref="InvalidOperationException">The generated reader refused what the engine accepts: a defect.</exception>
    [SkipLocalsInit]
    public static bool TryRead<T>(ReadOnlySpan<byte> utf8Json, CanonicalContract contract, ReadValue<T> read, [NotNullWhen(true)] out T? value, out ValidationReport report)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(read);
        if (utf8Json.Length <= JsonSchemaOptions.DefaultMaxDocumentBytes && Utf8.IsValid(utf8Json))
        {
            byte[]? rented = null;
            Span<byte> buffer = utf8Json.Length <= StackBytes ? stackalloc byte[StackBytes + Utf8Scan.Padding] : rented = ArrayPool<byte>.Shared.Rent(utf8Json.Length + Utf8Scan.Padding);
            utf8Json.CopyTo(buffer);
            var isRead = Run(buffer, utf8Json.Length, read, out var result);
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
            if (isRead)
            {
                value = result!;
                report = Valid;
                return true;
            }
        }
        value = null;
        report = Report(contract, contract.Schema.Validate(utf8Json));
        return false;
    }

    /// <summary>Reads a document.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="utf8Json">The document, in any number of segments.</param>
    /// <param name="contract">Its contract, for the report.</param>
    /// <param name="read">Reads the object.</param>
    /// <param name="value">The object, when the document keeps the contract.</param>
    /// <param name="report">Every violation; valid when the method returns true.</param>
    /// <returns>True when the document keeps the contract.</returns>
    /// <exception cref="InvalidOperationException">The generated reader refused what the engine accepts: a defect.</exception>
    public static bool TryRead<T>(in ReadOnlySequence<byte> utf8Json, CanonicalContract contract, ReadValue<T> read, [NotNullWhen(true)] out T? value, out ValidationReport report)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(read);
        if (utf8Json.IsSingleSegment) return TryRead(utf8Json.FirstSpan, contract, read, out value, out report);
        if (utf8Json.Length <= JsonSchemaOptions.DefaultMaxDocumentBytes)
        {
            var length = (int)utf8Json.Length;
            var buffer = ArrayPool<byte>.Shared.Rent(length + Utf8Scan.Padding);
            utf8Json.CopyTo(buffer);
            T? result = null;
            var isRead = Utf8.IsValid(buffer.AsSpan(0, length)) && Run(buffer, length, read, out result);
            ArrayPool<byte>.Shared.Return(buffer);
            if (isRead)
            {
                value = result!;
                report = Valid;
                return true;
            }
        }
        value = null;
        report = Report(contract, contract.Schema.Validate(utf8Json));
        return false;
    }

    /// <summary>Reads a list.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="minItems">The fewest items.</param>
    /// <param name="maxItems">The most items.</param>
    /// <param name="read">Reads one item.</param>
    /// <param name="items">The items.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadList<T>(int minItems, int maxItems, ReadValue<T> read, [NotNullWhen(true)] out IReadOnlyList<T>? items)
    {
        ArgumentNullException.ThrowIfNull(read);
        items = null;
        if (*_p != '[' || --_depth < 0) return false;
        _p = Utf8Scan.SkipWhite(_p + 1);
        var list = default(ContractList<T>);
        if (*_p != ']')
        {
            while (true)
            {
                if (list.Count == maxItems || !read(ref this, out var item)) return list.Abandon();
                list.Add(item);
                _p = Utf8Scan.SkipWhite(_p);
                if (*_p == ']') break;
                if (*_p != ',') return list.Abandon();
                _p = Utf8Scan.SkipWhite(_p + 1);
            }
        }
        _p++;
        _depth++;
        if (list.Count < minItems) return list.Abandon();
        items = list.ToArray();
        return true;
    }

    // The text of a reader and an engine that disagree never reaches a caller as a success or as an empty report.
    private static ValidationReport Report(CanonicalContract contract, ValidationReport report) => report.IsValid
        ? throw new InvalidOperationException($"The generated reader refused a document that keeps the contract {contract.Id}. The two disagree, which is a defect: generate the reader again from the contract, and report it if that does not help.")
        : report;

    private static bool Run<T>(Span<byte> buffer, int length, ReadValue<T> read, [NotNullWhen(true)] out T? value)
        where T : class
    {
        buffer.Slice(length, Utf8Scan.Padding).Clear();
        fixed (byte* json = buffer)
        {
            var reader = new ContractReader(json);
            return read(ref reader, out value) && Utf8Scan.SkipWhite(reader._p) == json + length;
        }
    }
}
