using System.CommandLine;
using Canonical.Contracts;
using Canonical.Schema;

namespace Canonical.Cli;

internal static class DiffCommand
{
    public static Command Create(CliContext context)
    {
        var old = new Argument<string>("old") { Description = "The earlier version: a contract such as customer/1.0.0, or a file." };
        var @new = new Argument<string>("new") { Description = "The later version: a contract, or a file." };
        var schemas = CommonOptions.RequiredSchemas();
        var configuration = CommonOptions.Configuration();
        var output = CommonOptions.Output();
        var report = CommonOptions.Report();
        var options = new CompatibilityOptionsReader();
        var command = new CliCommand("diff", "Compares two versions of a contract: whom the change breaks, proved or shown by a document, and the smallest version it may have. Exit code 0: allowed, 1: not, 2: undecided, 64: wrong usage, 65: a contract cannot be read.",
            "canonical diff customer/1.0.0 customer/1.1.0",
            "canonical diff old/customer.json new/customer.json --mode producer",
            "canonical diff rate-card/1.0.0 rate-card/2.0.0 --output markdown > changes.md")
        { old, @new, schemas, output, report, configuration };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = CliConfiguration.Find(parsed.GetValue(configuration), context.Folder);
            var folder = parsed.GetValue(schemas) ?? settings?.Schemas ?? ContractSource.DefaultFolder;
            var comparison = new CompatibilityOptions();
            options.Read(parsed, context, folder, comparison);
            var (before, _) = Open(parsed.GetValue(old)!, folder);
            var (after, file) = Open(parsed.GetValue(@new)!, folder);
            var result = Compare(before, after, comparison, context.CancellationToken);
            return CompatibilityOutput.Write(context, parsed.GetValue(output) ?? settings?.Output ?? ReportFormats.Text, parsed.GetValue(report) ?? [], "diff", [result], [], withNotes: true, _ => file);
        });
        return command;
    }

    private static CompatibilityReport Compare(ContractBundle before, ContractBundle after, CompatibilityOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return ContractComparison.Compare(before, after, options, cancellationToken);
        }
        catch (JsonSchemaException e)
        {
            throw CliException.Unreadable($"A contract is not a usable schema: {e.Message}");
        }
    }

    // A file that lies in a folder of contracts is looked up there, so that its references lead somewhere.
    private static (ContractBundle Bundle, string File) Open(string name, string folder)
    {
        if (!File.Exists(name))
        {
            if (!File.Exists(Path.Combine(folder, ContractCatalog.FileName))) throw CliException.Unreadable($"There is no file {name}, and the folder {folder} has no {ContractCatalog.FileName} that could list such a contract; --schemas names the folder of the contracts.");
            var catalog = ContractSource.OpenCatalog(folder);
            var contract = catalog.Find(name) ?? throw CliException.Usage($"There is no file and no contract {name}; there are {string.Join(", ", catalog.Contracts.Select(c => c.Id))}.");
            return (ContractBundle.Of(catalog, contract), Path.Combine(folder, contract.Path).Replace('\\', '/'));
        }
        var root = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(name)));
        if (root is not null && File.Exists(Path.Combine(root, ContractCatalog.FileName)))
        {
            var catalog = ContractCatalog.Load(root);
            var path = Path.GetRelativePath(root, Path.GetFullPath(name)).Replace('\\', '/');
            if (catalog.Contracts.FirstOrDefault(c => c.Path == path) is { } contract) return (ContractBundle.Of(catalog, contract), name);
        }
        try
        {
            return (ContractBundle.Of(File.ReadAllBytes(name)), name);
        }
        catch (ArgumentException e)
        {
            throw CliException.Unreadable($"{name}: {e.Message}");
        }
    }
}
