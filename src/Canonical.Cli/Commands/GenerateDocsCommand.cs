using System.CommandLine;
using Canonical.Contracts;
using Canonical.Schema;

namespace Canonical.Cli;

internal static class GenerateDocsCommand
{
    public static Command Create(CliContext context)
    {
        var schemas = CommonOptions.RequiredSchemas();
        var title = new Option<string>("--title") { Description = "The title of the site.", HelpName = "text", DefaultValueFactory = _ => "Contracts" };
        var output = new Option<string>("--output", "-o") { Description = "The folder of the site; files of the same name are written again, others are left alone.", HelpName = "folder", Required = true };
        var command = new CliCommand("docs", "Generates a static site: a page for each contract with its members, rules, examples, laws and versions, a picture of the references, and a search. It works from a folder and on any web server. Exit code 0: written; 1: a contract could not be read, or is not a usable schema; 64: wrong usage; 65: the contracts cannot be read.",
            "canonical generate docs --output site",
            "canonical generate docs --schemas contracts --title \"Acme contracts\" --output site")
        { schemas, title, output };
        command.SetAction((parsed, _) =>
        {
            var catalog = ContractSource.OpenCatalog(parsed.GetValue(schemas), context);
            var name = parsed.GetValue(title)!;
            if (string.IsNullOrWhiteSpace(name)) throw CliException.Usage("The title is empty.");
            var unusable = Unusable(catalog);
            foreach (var finding in unusable) context.Error.WriteLine($"canonical: {finding}");
            var site = ContractSite.Create(catalog, name);
            var folder = parsed.GetValue(output)!;
            site.WriteTo(folder);
            context.Out.WriteLine($"{site.Files.Count} files in {folder}: open {Path.Combine(folder, "index.html")}");
            return Task.FromResult(unusable.Count == 0 ? ExitCodes.Success : ExitCodes.Findings);
        });
        return command;
    }

    // A page of a contract that no engine can use would look like one that holds.
    private static List<ContractFinding> Unusable(ContractCatalog catalog)
    {
        List<ContractFinding> findings = [.. catalog.LoadFindings];
        foreach (var contract in catalog.Contracts)
        {
            try
            {
                contract.Compile();
            }
            catch (JsonSchemaException e)
            {
                findings.Add(new(ContractCodes.UnusableSchema, contract.Path, "", e.Message));
            }
        }
        return findings;
    }
}
