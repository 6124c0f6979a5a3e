using System.CommandLine;
using Canonical.Contracts;
using Canonical.Schema;

namespace Canonical.Cli;

internal static class CheckCommand
{
    public static Command Create(CliContext context)
    {
        var schemas = CommonOptions.RequiredSchemas();
        var against = new Option<string?>("--against", "-a") { Description = "The contracts as they were: a folder, a package (.nupkg) that carries them as files, or a git reference, with the folder if it had another name then (v1.0.0:contracts). Without it only the versions inside of the folder are compared.", HelpName = "source" };
        var migrated = new Option<string[]>("--migrated-in-code") { Description = "A major version whose migrations are code, such as rate-card/2.0.0. May be given several times.", HelpName = "contract" };
        var notes = new Option<bool>("--notes") { Description = "Also report changes that break nobody." };
        var configuration = CommonOptions.Configuration();
        var output = CommonOptions.Output();
        var report = CommonOptions.Report();
        var options = new CompatibilityOptionsReader();
        var command = new CliCommand("check", "Checks a folder of contracts against what was published: every new or changed version with every earlier one of its major, edited versions, lineage, keys, units, migrations, waivers. Exit code 0: allowed, 1: not, 2: undecided, 64: wrong usage, 65: the contracts cannot be read.",
            "canonical check --against origin/main",
            "canonical check --schemas contracts --against published/ --output github",
            "canonical check --against v1.4.0 --confluent FULL_TRANSITIVE --report sarif=check.sarif")
        { schemas, against, migrated, notes, output, report, configuration };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = CliConfiguration.Find(parsed.GetValue(configuration), context.Folder);
            var folder = parsed.GetValue(schemas) ?? settings?.Schemas ?? ContractSource.DefaultFolder;
            var current = ContractSource.OpenWhole(folder);
            var check = new CatalogCheckOptions { MigratedInCode = parsed.GetValue(migrated) ?? [] };
            check.IsTransitive = options.Read(parsed, context, folder, check.Comparison) ?? true;
            using var baseline = parsed.GetValue(against) is { } source ? await Baseline.OpenAsync(source, folder, cancellationToken).ConfigureAwait(false) : null;
            var result = Run(baseline?.Catalog, current, check, cancellationToken);
            return CompatibilityOutput.Write(context, parsed.GetValue(output) ?? settings?.Output ?? ReportFormats.Text, parsed.GetValue(report) ?? [], "check", result.Comparisons, result.Findings, parsed.GetValue(notes), contract => FileOf(folder, contract), WhyNothing(baseline?.Catalog, current));
        });
        return command;
    }

    private static CatalogReport Run(ContractCatalog? baseline, ContractCatalog current, CatalogCheckOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return CatalogCheck.Run(baseline, current, options, cancellationToken);
        }
        catch (JsonSchemaException e)
        {
            throw CliException.Unreadable($"A contract is not a usable schema: {e.Message}");
        }
    }

    // Why there was nothing to compare: a verdict about nothing must not read like one about something.
    private static string WhyNothing(ContractCatalog? baseline, ContractCatalog current)
    {
        if (current.Contracts.Count == 0) return "Nothing to compare: the folder has no contracts.";
        if (baseline is null) return "Nothing to compare: no contract has two versions. --against names what was published.";
        return current.Contracts.Any(c => baseline.Find(c.Id) is not null) ? "Nothing changed." : "Nothing to compare: none of the contracts was there before.";
    }

    // Findings about waivers belong to no contract.
    private static string FileOf(string folder, string contract) => Path.Combine(folder, contract.Length == 0 ? CompatibilityOptionsReader.WaiverFile : contract + ".json").Replace('\\', '/');
}
