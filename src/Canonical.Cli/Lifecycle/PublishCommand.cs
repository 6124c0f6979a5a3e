using System.CommandLine;
using System.Globalization;
using Canonical.Contracts;
using Canonical.Schema;

namespace Canonical.Cli;

internal static class PublishCommand
{
    public static Command Create(CliContext context)
    {
        var contracts = new Argument<string[]>("contracts") { Description = "The drafts to publish, such as customer/1.1.0.", Arity = ArgumentArity.OneOrMore };
        var note = new Option<string?>("--note") { Description = "What changed, for the changelog.", HelpName = "text" };
        var changelog = new Option<string?>("--changelog") { Description = "The changelog; without it CHANGELOG.md in the folder of the contracts.", HelpName = "file" };
        var migrated = new Option<string[]>("--migrated-in-code") { Description = "A major version whose migrations are code, such as rate-card/2.0.0. May be given several times.", HelpName = "contract" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing; only say whether it may be published." };
        var schemas = CommonOptions.RequiredSchemas();
        var output = CommonOptions.Output();
        var report = CommonOptions.Report();
        var command = new CliCommand("publish", $"Publishes drafts: they become active in the catalog, their hash goes into {LockFile.FileName} and a line into the changelog, and they never change again. Refused when \"canonical lint\" or \"canonical check\" has something against it. Exit code 0: published, 1: refused, 64: wrong usage, 65: the contracts cannot be read.",
            "canonical publish customer/1.1.0 --note \"adds the invoice delivery\"",
            "canonical publish rate-card/2.0.0 --migrated-in-code rate-card/2.0.0",
            "canonical publish common/1.0.0 customer/1.0.0 --dry-run")
        { contracts, note, changelog, migrated, dryRun, schemas, output, report };
        command.SetAction(parsed =>
        {
            var settings = CliConfiguration.Find(null, context.Folder);
            var folder = parsed.GetValue(schemas) ?? settings?.Schemas ?? ContractSource.DefaultFolder;
            var catalog = ContractSource.OpenCatalog(folder);
            var drafts = parsed.GetValue(contracts)!.Distinct(StringComparer.Ordinal).Select(id => Draft(catalog, folder, id)).ToList();
            var locked = LockFile.Open(folder);
            var findings = Findings(catalog, drafts, locked, parsed.GetValue(migrated) ?? []);
            if (findings.Count > 0)
            {
                using var writer = ReportFormats.Open(context, parsed.GetValue(output) ?? settings?.Output ?? ReportFormats.Text, parsed.GetValue(report) ?? []);
                return Refuse(writer, drafts.Count, findings);
            }
            if (!parsed.GetValue(dryRun)) Publish(context, folder, drafts, locked, parsed.GetValue(changelog) ?? Path.Combine(folder, "CHANGELOG.md"), parsed.GetValue(note));
            context.Out.WriteLine($"{string.Join(", ", drafts.Select(d => d.Id))}: {(parsed.GetValue(dryRun) ? "may be published" : "published")}.");
            return ExitCodes.Success;
        });
        return command;
    }

    private static ContractDocument Draft(ContractCatalog catalog, string folder, string id)
    {
        if (!id.Contains('/', StringComparison.Ordinal)) throw CliException.Usage($"Name the version too, such as {id}/1.0.0.");
        var contract = catalog.Find(id) ?? throw CliException.Usage($"There is no contract {id} in {folder}.");
        return contract.Status == ContractStatus.Draft ? contract : throw CliException.Usage($"{id} is not a draft: it is {contract.Status.ToString().ToLowerInvariant()}.");
    }

    private static List<Finding> Findings(ContractCatalog catalog, List<ContractDocument> drafts, LockFile locked, string[] migrated)
    {
        var ids = drafts.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        var findings = locked.FindEdits(catalog).ToList();
        foreach (var finding in catalog.Verify())
        {
            // A fault of another draft does not concern these; one of the catalog or of a shared file does.
            if (catalog.Contracts.Any(c => !ids.Contains(c.Id) && finding.File.StartsWith(c.Id + ".", StringComparison.Ordinal))) continue;
            findings.Add(new(Path.Combine(catalog.Folder, finding.File).Replace('\\', '/'), 1, 1, finding.Code, finding.Message) { InstancePath = finding.Location });
        }
        if (findings.Count > 0) return findings;
        try
        {
            var report = CatalogCheck.Run(null, catalog.WithStatus(ids, ContractStatus.Active), new CatalogCheckOptions { MigratedInCode = migrated });
            foreach (var finding in report.Findings.Concat(report.Comparisons.SelectMany(c => c.Findings)))
            {
                if (!ids.Contains(finding.Contract) || finding.Severity == FindingSeverity.Note || finding.Waiver is not null) continue;
                findings.Add(new(Path.Combine(catalog.Folder, finding.Contract + ".json").Replace('\\', '/'), 1, 1, finding.Rule, finding.Message)
                {
                    InstancePath = finding.Path,
                    Contract = finding.Contract,
                    Severity = finding.Severity == FindingSeverity.Warning ? Severity.Warning : Severity.Error,
                });
            }
        }
        catch (JsonSchemaException e)
        {
            throw CliException.Unreadable($"A contract is not a usable schema: {e.Message}");
        }
        return findings.Exists(f => f.Severity == Severity.Error) ? findings : [];
    }

    private static int Refuse(ReportWriter writer, int drafts, List<Finding> findings)
    {
        writer.Begin();
        foreach (var file in findings.GroupBy(f => f.File, StringComparer.Ordinal))
        {
            foreach (var finding in file) writer.Write(finding);
            writer.EndFile(file.Key, 1, 1);
        }
        writer.End(new("publish", "contract", findings.Select(f => f.File).Distinct(StringComparer.Ordinal).Count(), drafts, drafts, 0, findings.Count) { FoundText = $"Not published: {RunSummary.Count(findings.Count, "finding")}." });
        return ExitCodes.Findings;
    }

    private static void Publish(CliContext context, string folder, List<ContractDocument> drafts, LockFile locked, string changelog, string? note)
    {
        var date = context.Time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var catalog = CatalogFile.Open(folder);
        foreach (var draft in drafts)
        {
            catalog.Entry(draft.Name, draft.Version)["status"] = "active";
            locked.Add(draft, date);
        }
        // The lock first: a catalog that says active without a hash would let an edit pass.
        locked.Save(folder);
        catalog.Save();
        Changelog.Add(changelog, date, drafts.Select(d => $"{d.Name} {d.Version}{(note is null ? "" : ": " + note)}"));
    }
}
