namespace Canonical.Cli;

// One line of the tables of docs/errors.
internal sealed record RuleText(string Code, string Meaning, string Remedy)
{
    // Whether "canonical lint --fix" mends it.
    public bool IsFixable => Contracts.ContractFixCodes.All.Contains(Code);
}
