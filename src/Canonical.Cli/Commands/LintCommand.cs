using System.CommandLine;

namespace Canonical.Cli;

internal static class LintCommand
{
    public static Command Create(CliContext context)
    {
        var schemas = CommonOptions.RequiredSchemas();
        var command = new CliCommand("lint", "Checks a folder of contracts: catalog, metaschema, contract profile, descriptions and the verdict of every example. Exit code 0: in order, 1: findings, 65: the folder cannot be read.",
            "canonical lint",
            "canonical lint --schemas src/contracts")
        { schemas };
        command.SetAction((parsed, _) =>
        {
            var catalog = ContractSource.OpenCatalog(parsed.GetValue(schemas)!);
            var findings = catalog.Verify();
            foreach (var finding in findings) context.Out.WriteLine(finding);
            context.Out.WriteLine(findings.Count == 0 ? $"{catalog.Contracts.Count} contracts are in order." : $"{findings.Count} findings.");
            return Task.FromResult(findings.Count == 0 ? ExitCodes.Success : ExitCodes.Findings);
        });
        return command;
    }
}
