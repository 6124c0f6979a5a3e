namespace Canonical.Contracts;

// What is known of values of one kind in one case.
internal interface IFacts
{
    // True only when it is proved that there is no such value.
    bool IsRefuted();

    // True only when every such value satisfies the term.
    bool Implies(Term term);

    // Values to try. They are checked by the caller.
    IEnumerable<Datum> Candidates();

    // After Candidates has run out: there are no others.
    bool IsExhausted { get; }

    // Why no value was found and none excluded.
    string Doubt { get; }
}
