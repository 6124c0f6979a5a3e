using System.Runtime.CompilerServices;

namespace Canonical.Contracts;

// Splits a question about values of one kind into conjunctions, and each of those until it is refuted or satisfied.
internal sealed class CaseSearch(Solver solver, JsonKinds kind, CodeSet set)
{
    // Looking for disjunctions that hold anyway is worth it for those of few alternatives.
    private const int MaxAlternativesToCheck = 48;

    public Answer Run()
    {
        var first = new Case();
        foreach (var code in set.Codes) first.Open.Push(code);
        return Run(first);
    }

    private Answer Run(Case part)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new UndecidableException("the schemas are nested too deeply");
        solver.Budget.Step();
        if (!Drain(part)) return Answer.None;
        if (part.Facts.OfType<Term.OneOfValues>().FirstOrDefault() is { } values)
        {
            solver.Note(ProofSteps.Enumeration);
            return solver.Among(values.Values, set);
        }
        var facts = Facts(part);
        if (facts.IsRefuted()) return Answer.None;
        if (Next(part, facts) is not { } choice) return Build(part, facts);
        Answer? unknown = null;
        foreach (var alternative in choice.Alternatives)
        {
            var copy = part.Copy();
            copy.Add(alternative);
            var answer = Run(copy);
            if (answer.Kind == AnswerKind.Some) return answer;
            if (answer.Kind == AnswerKind.Unknown) unknown ??= answer;
        }
        return unknown ?? Answer.None;
    }

    private bool Drain(Case part)
    {
        while (part.Open.TryPop(out var code))
        {
            if (!part.Mark(code, out var isNew)) return false;
            if (!isNew) continue;
            solver.Budget.Step();
            var node = solver.Graph[code >> 1];
            if (!((code & 1) == 0 ? PositiveRules.Expand(solver.Graph, node, kind, part) : NegativeRules.Expand(solver.Graph, node, kind, part))) return false;
        }
        return true;
    }

    private IFacts Facts(Case part) => kind switch
    {
        JsonKinds.Number => new NumberFacts(part.Facts),
        JsonKinds.String => new TextFacts(solver, part.Facts),
        JsonKinds.Array => new ArrayFacts(solver, part.Facts),
        _ => new ObjectFacts(solver, part.Facts),
    };

    // The next disjunction to split; those that hold already are dropped.
    private static Choice? Next(Case part, IFacts facts)
    {
        for (var i = part.Choices.Count - 1; i >= 0; i--)
        {
            var choice = part.Choices[i];
            if (choice.Alternatives.Any(a => a.Terms.All(t => t is Term.Must must && part.Holds(must.Code)))) part.Choices.RemoveAt(i);
            else if (part.Choices.Count > 1 && choice.Alternatives.Count <= MaxAlternativesToCheck && choice.Alternatives.Any(a => a.Terms.All(t => t is Term.Must must ? part.Holds(must.Code) : facts.Implies(t)))) part.Choices.RemoveAt(i);
        }
        if (part.Choices.Count == 0) return null;
        var best = part.Choices.OrderBy(c => c.Rank).ThenBy(c => c.Alternatives.Count).First();
        part.Choices.Remove(best);
        return best;
    }

    private Answer Build(Case part, IFacts facts)
    {
        var isOpen = part.Facts.OfType<Term.Unreasoned>().Any();
        foreach (var candidate in facts.Candidates())
        {
            solver.Budget.Step();
            var satisfies = solver.Satisfies(candidate, set);
            if (satisfies == true) return Answer.Some(candidate);
            isOpen |= satisfies is null;
        }
        if (facts.IsExhausted && !isOpen) return Answer.None;
        return Answer.Unknown(part.Facts.OfType<Term.Unreasoned>().FirstOrDefault()?.Reason ?? facts.Doubt);
    }
}
