using System.CommandLine;
using Canonical.Contracts;

namespace Canonical.Cli;

internal static class GenerateDocsCommand
{
    public static Command Create(CliContext context)
    {
        var schemas = CommonOptions.RequiredSchemas();
        var title = new Option<string>("--title") { Description = "The title of the site.", HelpName = "text", DefaultValueFactory = _ => "Contracts" };
        var output = new Option<string>("--output", "-o") { Description = "The folder of the site; files of the same name are written again, others are left alone.", HelpName = "folder", Required = true };
        var command = new CliCommand("docs", "Generates a static site: a page for each contract with its members, rules, examples, laws and versions, a picture of the references, and a search. It works from a folder and on any web server. Exit code 0: written; 1: a contract could not be read; 64: wrong usage; 65: the contracts cannot be read.",
            "canonical generate docs --output site",
            "canonical generate docs --schemas contracts --title \"Acme contracts\" --output site")
        { schemas, title, output };
        command.SetAction((parsed, _) =>
        {
            var catalog = ContractSource.OpenCatalog(parsed.GetValue(schemas)!);
            var name = parsed.GetValue(title)!;
            if (string.IsNullOrWhiteSpace(name)) throw CliException.Usage("The title is empty.");
            foreach (var finding in catalog.LoadFindings) context.Error.WriteLine(finding);
            var site = ContractSite.Create(catalog, name);
            var folder = parsed.GetValue(output)!;
            site.WriteTo(folder);
            context.Out.WriteLine($"{site.Files.Count} files in {folder}: open {Path.Combine(folder, "index.html")}");
            return Task.FromResult(catalog.LoadFindings.Count == 0 ? ExitCodes.Success : ExitCodes.Findings);
        });
        return command;
    }
}
