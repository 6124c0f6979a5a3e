using System.CommandLine;

namespace Canonical.Cli;

internal static class ValidateCommand
{
    public static Command Create(CliContext context)
    {
        var inputs = new Argument<string[]>("paths") { Description = "Files, folders (*.json, *.ndjson, *.jsonl below them, also *.gz) and patterns (** for any folders); - for standard input. Without any, the files of the rules in canonical.json.", Arity = ArgumentArity.ZeroOrMore };
        var contract = new Option<string?>("--contract", "-c") { Description = "The contract, such as customer or customer/1.0.0. Without it each document names its own: with its member \"contract\", or the event around it with \"dataschema\"; else a rule in canonical.json does.", HelpName = "name[/version]" };
        contract.CompletionSources.Add(_ => ContractSource.Open(null).Entries.Where(e => e.IsObject).Select(e => new System.CommandLine.Completions.CompletionItem(e.Id.Name)).DistinctBy(i => i.Label));
        var schemas = CommonOptions.Schemas();
        var form = InputForms.Option();
        var lines = new Option<bool>("--lines", "-l") { Description = "The same as --input lines. Files named *.ndjson and *.jsonl are read so without it." };
        var view = new Option<string?>("--view") { Description = "reader: members of later minor versions may be there; the default. writer: whoever writes may only write what the version knows, and extensions.", HelpName = "view" };
        view.AcceptOnlyFromAmong("reader", "writer");
        var maxErrors = CommonOptions.MaxErrors();
        var values = new Option<bool>("--show-values") { Description = "Add the offending values to the findings. They may be personal or confidential." };
        var output = CommonOptions.Output();
        var report = CommonOptions.Report();
        var configuration = CommonOptions.Configuration();
        var command = new CliCommand("validate", "Validates JSON, NDJSON, arrays of documents and events (CloudEvents), also compressed with gzip, against contracts. Exit code 0: all valid, 1: findings, 2: a document could not be decided, 64: wrong usage, 65: a file cannot be read.",
            "canonical validate customer.json --contract customer",
            "canonical validate --lines - --contract time-entry/1.0.0 --output json < entries.ndjson",
            "canonical validate \"outbox/**/*.json\" --output github --report sarif=findings.sarif",
            "canonical validate outbox --schemas schemas --max-errors 20",
            "canonical validate export.ndjson.gz --view writer")
        { inputs, contract, schemas, view, form, lines, maxErrors, values, output, report, configuration };
        command.SetAction(parsed =>
        {
            var settings = CliConfiguration.Find(parsed.GetValue(configuration), context.Folder);
            var problems = new List<string>();
            var files = InputList.Expand(parsed.GetValue(inputs)!, problems);
            if (files.Count == 0 && problems.Count == 0)
            {
                if (settings is not { Rules.Count: > 0 }) throw CliException.Usage("Name the files to validate, or - for standard input.");
                files = [.. settings.RuleFiles()];
            }
            var source = ContractSource.Open(parsed.GetValue(schemas) ?? settings?.Schemas, isWriter: parsed.GetValue(view) == "writer");
            var given = parsed.GetValue(contract) is { } name ? source.Get(name) : null;
            var options = new ValidationOptions
            {
                Form = parsed.GetValue(lines) ? InputForm.Lines : InputForms.Parse(parsed.GetValue(form)),
                MaxFindings = CommonOptions.ReadMaxErrors(parsed.GetValue(maxErrors), settings),
                ShowsValues = parsed.GetValue(values),
            };
            using var writer = ReportFormats.Open(context, parsed.GetValue(output) ?? settings?.Output ?? ReportFormats.Text, parsed.GetValue(report) ?? []);
            var run = new ValidationRun(context, new ContractResolver(source, given, settings), options, writer);
            return run.All(files, problems, context.CancellationToken);
        });
        return command;
    }
}
