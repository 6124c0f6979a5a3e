using System.CommandLine;
using Canonical.Contracts;

namespace Canonical.Cli;

internal static class LintCommand
{
    public static Command Create(CliContext context)
    {
        var schemas = CommonOptions.RequiredSchemas();
        var maxErrors = CommonOptions.MaxErrors();
        var output = CommonOptions.Output();
        var report = CommonOptions.Report();
        var configuration = CommonOptions.Configuration();
        var command = new CliCommand("lint", "Checks a folder of contracts: catalog, metaschema, contract profile, descriptions and the verdict of every example. Exit code 0: in order, 1: findings, 64: wrong usage, 65: the folder cannot be read.",
            "canonical lint",
            "canonical lint --schemas src/contracts",
            "canonical lint --output github --report sarif=lint.sarif")
        { schemas, maxErrors, output, report, configuration };
        command.SetAction(parsed =>
        {
            var settings = CliConfiguration.Find(parsed.GetValue(configuration), context.Folder);
            var catalog = ContractSource.OpenCatalog(parsed.GetValue(schemas) ?? settings?.Schemas ?? ContractSource.DefaultFolder);
            List<ContractFinding> findings = [.. catalog.Verify(), .. LockFile.Open(catalog.Folder).FindEdits(catalog).Select(f => new ContractFinding(f.Code, Path.GetRelativePath(catalog.Folder, f.File).Replace('\\', '/'), "", f.Message))];
            using var writer = ReportFormats.Open(context, parsed.GetValue(output) ?? settings?.Output ?? ReportFormats.Text, parsed.GetValue(report) ?? []);
            Write(catalog, findings, CommonOptions.ReadMaxErrors(parsed.GetValue(maxErrors), settings), writer);
            return findings.Count == 0 ? ExitCodes.Success : ExitCodes.Findings;
        });
        return command;
    }

    private static void Write(ContractCatalog catalog, List<ContractFinding> findings, int max, ReportWriter writer)
    {
        var shown = max == 0 ? findings.Count : Math.Min(max, findings.Count);
        var failed = 0;
        var files = findings.Take(shown).GroupBy(f => f.File, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        var all = catalog.Contracts.Select(c => c.Path).Append(ContractCatalog.FileName).Concat(files.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        writer.Begin();
        foreach (var file in all)
        {
            var ofFile = files.GetValueOrDefault(file) ?? [];
            if (ofFile.Count > 0) failed++;
            var path = Path.Combine(catalog.Folder, file).Replace('\\', '/');
            var text = ofFile.Count > 0 && File.Exists(path) ? File.ReadAllBytes(path) : [];
            foreach (var finding in ofFile)
            {
                var place = JsonPlace.Find(text, finding.Location);
                writer.Write(new(path, place.Line, place.Column, finding.Code, finding.Message) { InstancePath = finding.Location });
            }
            writer.EndFile(path, 1, ofFile.Count > 0 ? 1 : 0);
        }
        writer.End(new("lint", "contract", all.Count, catalog.Contracts.Count, failed, 0, shown)
        {
            IsComplete = shown == findings.Count,
            FineText = catalog.Contracts.Count == 1 ? "1 contract is in order." : $"{catalog.Contracts.Count} contracts are in order.",
            FoundText = $"{RunSummary.Count(catalog.Contracts.Count, "contract")}, {RunSummary.Count(shown, "finding")} in {RunSummary.Count(failed, "file")}.",
        });
    }
}
