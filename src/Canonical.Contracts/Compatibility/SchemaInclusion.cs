using System.Text;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Contracts;

/// <summary>
/// Whether every document that is valid under one JSON Schema (2020-12) is valid under another. Three-valued and sound: "compatible" is proved, "incompatible" comes with a document that the validation engine
/// accepts under the one and refuses under the other, and everything else is "undecided" with its reason. Formats are asserted, numbers are exact, nothing is fetched. Thread-safe: a pure function.
/// </summary>
public static class SchemaInclusion
{
    /// <summary>Compares two schemas that refer to nothing outside of themselves.</summary>
    /// <param name="subset">The schema whose documents must all be valid under the other, UTF-8.</param>
    /// <param name="superset">The other schema, UTF-8.</param>
    /// <param name="options">Limits; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the proof.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="JsonSchemaException">One of the two is not a usable schema.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static InclusionVerdict Prove(ReadOnlyMemory<byte> subset, ReadOnlyMemory<byte> superset, InclusionOptions? options = null, CancellationToken cancellationToken = default) =>
        Prove(new SchemaBundle(subset, []), new SchemaBundle(superset, []), options ?? InclusionOptions.Default, cancellationToken);

    /// <summary>Compares two schemas that refer to nothing outside of themselves.</summary>
    /// <param name="subset">The schema whose documents must all be valid under the other.</param>
    /// <param name="superset">The other schema.</param>
    /// <param name="options">Limits; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the proof.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="JsonSchemaException">One of the two is not a usable schema.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static InclusionVerdict Prove(string subset, string superset, InclusionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subset);
        ArgumentNullException.ThrowIfNull(superset);
        return Prove(Encoding.UTF8.GetBytes(subset), Encoding.UTF8.GetBytes(superset), options, cancellationToken);
    }

    internal static InclusionVerdict Prove(SchemaBundle subset, SchemaBundle superset, InclusionOptions options, CancellationToken cancellationToken)
    {
        var pair = new SchemaPair(subset.Compile(), superset.Compile());
        cancellationToken.ThrowIfCancellationRequested();
        if ((subset.Doubt ?? superset.Doubt) is { } doubt) return InclusionVerdict.Undecided(doubt);
        if (subset.IsSameAs(superset)) return InclusionVerdict.Compatible(ProofKind.Identical);
        var budget = new WorkBudget(options.MaxSteps, cancellationToken);
        string reason;
        var evaluator = new Evaluator();
        Datum? hint = null;
        try
        {
            var graph = new SchemaGraph();
            var left = SchemaLoader.Load(graph, new SchemaDocuments(subset.Root, subset.Others));
            var right = SchemaLoader.Load(graph, new SchemaDocuments(superset.Root, superset.Others));
            if (left == right) return InclusionVerdict.Compatible(ProofKind.Identical);
            var solver = new Solver(graph, evaluator, budget);
            var answer = solver.Solve([Term.Valid(left), Term.Invalid(right)]);
            if (answer.IsNone) return InclusionVerdict.Compatible(Kind(answer.Steps));
            if (answer.Value is { } found)
            {
                if (pair.Tells(found)) return InclusionVerdict.Incompatible(pair, Shrinker.Shrink(pair, found, cancellationToken));
                return InclusionVerdict.Undecided($"the proof and the validation engine disagree about {found}");
            }
            reason = answer.Reason!;
            hint = solver.Solve([Term.Valid(left)]).Value;
        }
        catch (UndecidableException e)
        {
            reason = e.Message;
            hint = Start(subset, options, cancellationToken);
        }
        catch (JsonException e)
        {
            throw new ArgumentException("A schema is not JSON.", nameof(subset), e);
        }
        return DirectedSearch.Find(pair, subset.Root, superset.Root, hint, options, cancellationToken) is { } witness
            ? InclusionVerdict.Incompatible(pair, Shrinker.Shrink(pair, witness, cancellationToken))
            : InclusionVerdict.Undecided(reason);
    }

    // A document of the one schema, to begin the search with, when the proof was given up.
    private static Datum? Start(SchemaBundle subset, InclusionOptions options, CancellationToken cancellationToken)
    {
        if (options.MaxSearches == 0) return null;
        try
        {
            var graph = new SchemaGraph();
            var node = SchemaLoader.Load(graph, new SchemaDocuments(subset.Root, subset.Others));
            return new Solver(graph, new Evaluator(), new WorkBudget(options.MaxSteps, cancellationToken)).Solve([Term.Valid(node)]).Value;
        }
        catch (UndecidableException)
        {
            return null;
        }
    }

    private static ProofKind Kind(ProofSteps steps) => steps switch
    {
        _ when steps.HasFlag(ProofSteps.Induction) => ProofKind.Inductive,
        _ when steps.HasFlag(ProofSteps.Automata) => ProofKind.RegularLanguages,
        _ when steps.HasFlag(ProofSteps.Enumeration) => ProofKind.Enumerated,
        _ => ProofKind.Structural,
    };
}
