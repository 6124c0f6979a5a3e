using System.CommandLine;
using Canonical.Mapping;

namespace Canonical.Cli;

internal static class MappingTestCommand
{
    // In the reports of CI a case that fails is a finding like any other.
    private const string Code = CliCodes.GoldenCaseDiffers;

    public static Command Create(CliContext context)
    {
        var folder = new Argument<string>("folder") { Description = $"The folder with the cases: each folder below with an {GoldenCase.Input} is one; the nearest {GoldenSettings.FileName} upwards says the mapping." };
        var update = new Option<bool>("--update") { Description = "Write what comes out as what is expected: expected.json, issues.json, and back.json where it is there. Read the difference before you commit it." };
        var schemas = CommonOptions.Schemas();
        var output = CommonOptions.Output();
        var report = CommonOptions.Report();
        var command = new CliCommand("test", "Runs golden cases of mappings: input.json must give expected.json (or nothing), issues.json and, where it is there, back.json. Exit code 0: all as expected, 1: differences, 64: wrong usage, 65: a file cannot be read.",
            "canonical mapping test tests/mappings",
            "canonical mapping test tests/mappings --update",
            "canonical mapping test tests/mappings --output github --report junit=mappings.xml")
        { folder, update, schemas, output, report };
        command.SetAction(parsed =>
        {
            var top = parsed.GetValue(folder)!;
            if (!Directory.Exists(top)) throw CliException.Unreadable($"The folder {top} does not exist.");
            var cases = Directory.GetFiles(top, GoldenCase.Input, SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
            if (cases.Count == 0) throw CliException.Unreadable($"The folder {top} has no {GoldenCase.Input} in it or below.");
            using var writer = ReportFormats.Open(context, parsed.GetValue(output) ?? CliConfiguration.Find(null, context.Folder)?.Output ?? ReportFormats.Text, parsed.GetValue(report) ?? []);
            return Run(context, top, cases, MappingFile.Schemas(parsed.GetValue(schemas), context), parsed.GetValue(update), writer);
        });
        return command;
    }

    private static int Run(CliContext context, string top, List<string> cases, string? schemas, bool updates, ReportWriter writer)
    {
        var prepared = new Dictionary<string, (GoldenSettings Settings, Mapper Mapper)>(StringComparer.Ordinal);
        var contracts = ContractSource.Open(schemas);
        long failed = 0, findings = 0;
        writer.Begin();
        foreach (var input in cases)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var folder = Path.GetDirectoryName(input)!;
            var file = GoldenSettings.Find(folder, top) ?? throw CliException.Usage($"Neither {folder} nor a folder above it up to {top} has a {GoldenSettings.FileName}, which says the mapping.");
            if (!prepared.TryGetValue(file, out var found)) prepared[file] = found = Prepare(file, schemas, context);
            var contract = contracts.Find(found.Mapper.Document.Target.ToString())?.Schema.Value;
            var failures = new GoldenCase(folder, found.Mapper, found.Settings, contract, updates).Run(InputFile.ReadAll(input, context));
            foreach (var (name, message) in failures)
            {
                findings++;
                writer.Write(new(Path.Combine(folder, name).Replace('\\', '/'), 0, 0, Code, message));
            }
            if (failures.Count > 0) failed++;
            writer.EndFile(input.Replace('\\', '/'), 1, failures.Count > 0 ? 1 : 0);
        }
        writer.End(new("mapping test", "case", cases.Count, cases.Count, failed, 0, findings) { FineText = updates ? $"{cases.Count} cases written." : $"{cases.Count} cases, all as expected." });
        return failed > 0 ? ExitCodes.Findings : ExitCodes.Success;
    }

    private static (GoldenSettings Settings, Mapper Mapper) Prepare(string file, string? schemas, CliContext context)
    {
        var settings = GoldenSettings.Read(file, context);
        var document = MappingFile.Load(settings.Mapping, settings.Overlays, schemas, context);
        return document.CheckParameters(settings.Parameters) is { Count: > 0 } wrong
            ? throw CliException.Usage($"{file}: {string.Join(" ", wrong.Select(finding => finding.Message))}")
            : (settings, Mapper.Compile(document));
    }
}
