using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Canonical.Schema;

namespace Canonical.Model;

/// <summary>
/// A rule of a contract that the reader has no form of its own for: the schema at one place of the contract, compiled when it is first asked, or a pattern that is a row of
/// ASCII classes. For generated code. Thread-safe.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class ContractRule
{
    private readonly Step[] _steps;
    private readonly Lazy<JsonSchema>? _schema;

    // So many characters of a set of ASCII: one bit for each.
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Step(UInt128 Set, int Min, int Max);

    private ContractRule(Step[] steps, Lazy<JsonSchema>? schema)
    {
        _steps = steps;
        _schema = schema;
    }

    /// <summary>The schema at a place of a contract.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="place">The place, a JSON Pointer (RFC 6901).</param>
    /// <returns>The rule.</returns>
    public static ContractRule At(CanonicalContract contract, string place)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(place);
        return new([], new(() => contract.CompilePlace(place)));
    }

    /// <summary>A pattern such as <c>^[A-Z]{2}$</c>: characters of each class in turn, where taking as many as there are is always right.</summary>
    /// <param name="steps">For each class its characters, and how many there may be; ranges are written out.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException">A class has a character that is not ASCII.</exception>
    public static ContractRule Pattern(params ReadOnlySpan<(string Characters, int Min, int Max)> steps)
    {
        var all = new Step[steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            UInt128 set = 0;
            foreach (var c in steps[i].Characters)
            {
                if (!char.IsAscii(c)) throw new ArgumentException("A class has a character that is not ASCII.", nameof(steps));
                set |= UInt128.One << c;
            }
            all[i] = new(set, steps[i].Min, steps[i].Max);
        }
        return new(all, null);
    }

    internal static ContractRule FromSchema(JsonSchema schema) => new([], new(schema));

    // Whether a value keeps the rule; token is the value as it stands in the document, text a string's unescaped text.
    internal bool IsMet(ReadOnlySpan<byte> token, ReadOnlySpan<byte> text) => _schema is not null ? _schema.Value.IsValid(token) : Matches(text);

    private bool Matches(ReadOnlySpan<byte> text)
    {
        var at = 0;
        foreach (ref readonly var step in _steps.AsSpan())
        {
            var max = Math.Min(step.Max, text.Length - at);
            var n = 0;
            while (n < max && Has(step.Set, text[at + n])) n++;
            if (n < step.Min) return false;
            at += n;
        }
        return at == text.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Has(UInt128 set, byte c) => c < 64 ? ((ulong)set >> c & 1) != 0 : c < 128 && ((ulong)(set >> 64) >> (c - 64) & 1) != 0;
}
