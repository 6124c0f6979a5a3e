using System.CommandLine;
using Canonical.Contracts;

namespace Canonical.Cli;

internal static class LintCommand
{
    public static Command Create(CliContext context)
    {
        var schemas = CommonOptions.RequiredSchemas();
        var fix = new Option<bool>("--fix") { Description = "Mend what can be mended without a change of meaning: the rules that \"canonical rules\" marks so. Published versions are never touched." };
        var dryRun = new Option<bool>("--dry-run") { Description = "With --fix: change nothing, only say what it would mend." };
        var maxErrors = CommonOptions.MaxErrors();
        var output = CommonOptions.Output();
        var report = CommonOptions.Report();
        var configuration = CommonOptions.Configuration();
        var command = new CliCommand("lint", "Checks a folder of contracts: catalog, metaschema, contract profile, descriptions and the verdict of every example. Matters of form in drafts are warnings. Exit code 0: in order, 1: findings, 64: wrong usage, 65: the folder cannot be read.",
            "canonical lint",
            "canonical lint --schemas src/contracts",
            "canonical lint --fix --dry-run",
            "canonical lint --output github --report sarif=lint.sarif")
        { schemas, fix, dryRun, maxErrors, output, report, configuration };
        command.SetAction(parsed =>
        {
            var settings = CliConfiguration.Find(parsed.GetValue(configuration), context.Folder);
            if (parsed.GetValue(dryRun) && !parsed.GetValue(fix)) throw CliException.Usage("--dry-run says what --fix would do: give both.");
            var folder = parsed.GetValue(schemas) ?? settings?.Schemas ?? ContractSource.DefaultFolder;
            ContractSource.RequireCatalog(folder);
            var locked = LockFile.Open(folder);
            var fixes = ContractFixer.Find(folder, locked.Ids);
            // Before the contracts are read: what is mended may be why they cannot be.
            if (parsed.GetValue(fix))
            {
                Tell(context, folder, fixes, parsed.GetValue(dryRun));
                if (!parsed.GetValue(dryRun))
                {
                    ContractFixer.Write(folder, fixes);
                    fixes = [];
                }
            }
            var catalog = ContractSource.OpenCatalog(folder);
            List<ContractFinding> findings =
            [
                .. catalog.Verify(),
                .. locked.FindEdits(catalog).Select(f => new ContractFinding(f.Code, Path.GetRelativePath(catalog.Folder, f.File).Replace('\\', '/'), "", f.Message)),
                .. fixes.SelectMany(f => f.Findings),
            ];
            using var writer = ReportFormats.Open(context, parsed.GetValue(output) ?? settings?.Output ?? ReportFormats.Text, parsed.GetValue(report) ?? []);
            Write(catalog, findings, CommonOptions.ReadMaxErrors(parsed.GetValue(maxErrors), settings), writer);
            return findings.TrueForAll(IsWarning) ? ExitCodes.Success : ExitCodes.Findings;
        });
        return command;
    }

    private static string Found(List<ContractFinding> findings, int failed)
    {
        var warnings = findings.Count(IsWarning);
        var errors = findings.Count - warnings;
        var mendable = $"{RunSummary.Count(warnings, "warning")} that --fix mends";
        return warnings == 0 ? $"{RunSummary.Count(errors, "finding")} in {RunSummary.Count(failed, "file")}"
            : errors == 0 ? mendable
            : $"{RunSummary.Count(errors, "finding")} in {RunSummary.Count(failed, "file")}, {mendable}";
    }

    // On standard error: standard output is the report.
    private static void Tell(CliContext context, string folder, IReadOnlyList<ContractFix> fixes, bool isDryRun)
    {
        foreach (var fix in fixes)
        {
            context.Error.WriteLine($"canonical: {(isDryRun ? "would mend" : "mended")} {Path.Combine(folder, fix.Path).Replace('\\', '/')}: {string.Join(", ", fix.Findings.Select(f => f.Location.Length == 0 ? f.Code : $"{f.Code} at {f.Location}"))}");
        }
        if (fixes.Count == 0) context.Error.WriteLine("canonical: there is nothing to mend.");
    }

    private static bool IsWarning(ContractFinding finding) => ContractFixCodes.All.Contains(finding.Code);

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
            var isWrong = ofFile.Exists(f => !IsWarning(f));
            if (isWrong) failed++;
            var path = Path.Combine(catalog.Folder, file).Replace('\\', '/');
            var text = ofFile.Count > 0 && File.Exists(path) ? File.ReadAllBytes(path) : [];
            foreach (var finding in ofFile)
            {
                var place = JsonPlace.Find(text, finding.Location);
                writer.Write(new(path, place.Line, place.Column, finding.Code, finding.Message) { InstancePath = finding.Location, Severity = IsWarning(finding) ? Severity.Warning : Severity.Error });
            }
            writer.EndFile(path, 1, isWrong ? 1 : 0);
        }
        writer.End(new("lint", "contract", all.Count, catalog.Contracts.Count, failed, 0, shown)
        {
            IsComplete = shown == findings.Count,
            FineText = catalog.Contracts.Count == 1 ? "1 contract is in order." : $"{catalog.Contracts.Count} contracts are in order.",
            FoundText = $"{RunSummary.Count(catalog.Contracts.Count, "contract")}, {Found(findings.Take(shown).ToList(), failed)}.",
        });
    }
}
