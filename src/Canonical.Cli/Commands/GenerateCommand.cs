using System.CommandLine;
using Canonical.Contracts;

namespace Canonical.Cli;

internal static class GenerateCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand("generate", "Generates from contracts.",
            "canonical generate csharp --schemas schemas --namespace Acme.Model --output src/Acme.Model/Generated",
            "canonical generate docs --schemas schemas --title \"Acme contracts\" --output site");
        command.Add(CreateCSharp(context));
        command.Add(GenerateDocsCommand.Create(context));
        return command;
    }

    private static CliCommand CreateCSharp(CliContext context)
    {
        var schemas = CommonOptions.RequiredSchemas();
        var name = new Option<string>("--namespace", "-n") { Description = "The namespace of the generated types.", HelpName = "namespace", Required = true };
        var output = new Option<string>("--output", "-o") { Description = "The folder of the generated files (*.g.cs); other files in it are left alone.", HelpName = "folder", Required = true };
        var check = new Option<bool>("--check") { Description = "Write nothing; exit with 1 when the folder is not fresh. For CI." };
        var command = new CliCommand("csharp", "Generates immutable C# records with readers and writers. Exit code 0: written, or fresh; 1: findings, or not fresh; 64: wrong usage; 65: the contracts cannot be read.",
            "canonical generate csharp --schemas schemas --namespace Acme.Model --output src/Acme.Model/Generated",
            "canonical generate csharp --namespace Acme.Model --output src/Acme.Model/Generated --check")
        { schemas, name, output, check };
        command.SetAction(parsed =>
        {
            var catalog = ContractSource.OpenCatalog(parsed.GetValue(schemas), context);
            var folder = parsed.GetValue(output)!;
            return Run(context, Generate(catalog, parsed.GetValue(name)!), folder, parsed.GetValue(check));
        });
        return command;
    }

    private static GenerationResult Generate(ContractCatalog catalog, string name)
    {
        try
        {
            return CSharpGenerator.Generate(catalog, new CSharpGeneratorOptions { Namespace = name });
        }
        catch (ArgumentException)
        {
            throw CliException.Usage($"\"{name}\" is not a namespace: names with points between them.");
        }
    }

    private static int Run(CliContext context, GenerationResult generation, string folder, bool check)
    {
        if (!generation.Succeeded)
        {
            foreach (var finding in generation.Findings) context.Out.WriteLine(finding);
            return ExitCodes.Findings;
        }
        if (check)
        {
            var stale = generation.FindStale(folder);
            foreach (var file in stale) context.Out.WriteLine($"{folder}/{file}: not fresh; generate again without --check.");
            if (stale.Count == 0) context.Out.WriteLine($"{generation.Files.Count} files in {folder} are fresh.");
            return stale.Count == 0 ? ExitCodes.Success : ExitCodes.Findings;
        }
        var written = generation.WriteTo(folder);
        context.Out.WriteLine($"{generation.Files.Count} files in {folder}, {written.Count} changed.");
        return ExitCodes.Success;
    }
}
