using System.CommandLine;
using Canonical.Mapping;

namespace Canonical.Cli;

internal static class MappingCheckCommand
{
    private sealed record Options(
        Argument<string[]> Documents, Option<string[]?> Overlays, Option<string?> Shape, Option<string?> Against, Option<string?> Format, Option<string?> Root, Option<string[]?> Keys, Option<string[]?> Added,
        Option<bool> Strict, Option<bool> Notes, Option<string?> Schemas, Option<string?> Output, Option<string[]?> Report);

    public static Command Create(CliContext context)
    {
        var options = new Options(
            new("mappings") { Description = "Mapping documents: files, folders and patterns.", Arity = ArgumentArity.OneOrMore },
            MappingFile.Overlays(),
            new("--shape") { Description = "What the vendor's record looks like today: a Salesforce describe, a JSON Schema, an XSD, sample records, or a shape.", HelpName = "file" },
            new("--against") { Description = "What it looked like when the mapping was made: says what a change of the vendor means for the mapping.", HelpName = "file" },
            ShapeFile.Format(), ShapeFile.Root(), ShapeFile.Keys(),
            new("--added") { Description = "A field that the connector adds to the vendor's record, beside those of the document's source.added. May be given several times.", HelpName = "path" },
            new("--strict") { Description = "Warnings fail the run too." },
            new("--notes") { Description = "Show notes: members and fields that nobody maps, digits that the vendor rounds." },
            CommonOptions.Schemas(), CommonOptions.Output(), CommonOptions.Report());
        var command = new CliCommand("check", "Checks mapping documents against their contracts, against the vendor's description of its record, and against a change of it. Exit code 0: in order, 1: errors (with --strict also warnings), 64: wrong usage, 65: a file cannot be read.",
            "canonical mapping check \"src/**/Mappings/*.json\"",
            "canonical mapping check account.customer.json --shape describe.json --notes",
            "canonical mapping check account.customer.json --shape describe.json --against shapes/account.json --output github")
        { options.Documents, options.Overlays, options.Shape, options.Against, options.Format, options.Root, options.Keys, options.Added, options.Strict, options.Notes, options.Schemas, options.Output, options.Report };
        command.SetAction(parsed => Run(context, options, parsed));
        return command;
    }

    private static int Run(CliContext context, Options options, ParseResult parsed)
    {
        var problems = new List<string>();
        var files = InputList.Expand(parsed.GetValue(options.Documents)!, problems);
        if (problems.Count > 0) throw CliException.Unreadable(problems[0]);
        var (shape, against) = (parsed.GetValue(options.Shape), parsed.GetValue(options.Against));
        if (against is not null && shape is null) throw CliException.Usage("--against compares with --shape: give both.");
        if (shape is not null && files.Count != 1) throw CliException.Usage("A shape is that of one record: give one mapping with it.");
        using var writer = ReportFormats.Open(context, parsed.GetValue(options.Output) ?? CliConfiguration.Find(null, context.Folder)?.Output ?? ReportFormats.Text, parsed.GetValue(options.Report) ?? []);
        long failed = 0, shown = 0;
        writer.Begin();
        foreach (var file in files)
        {
            var bytes = InputFile.ReadAll(file, context);
            var findings = Check(context, options, parsed, file, bytes, shape, against).ToList();
            var isFailed = findings.Exists(finding => finding.Severity == Severity.Error || (finding.Severity == Severity.Warning && parsed.GetValue(options.Strict)));
            if (isFailed) failed++;
            foreach (var finding in findings.Where(finding => finding.Severity != Severity.Note || parsed.GetValue(options.Notes)))
            {
                writer.Write(finding);
                shown++;
            }
            writer.EndFile(InputFile.DisplayName(file), 1, isFailed ? 1 : 0);
        }
        writer.End(new("mapping check", "mapping", files.Count, files.Count, failed, 0, shown));
        return failed > 0 ? ExitCodes.Findings : ExitCodes.Success;
    }

    private static IEnumerable<Finding> Check(CliContext context, Options options, ParseResult parsed, string file, byte[] bytes, string? shape, string? against)
    {
        MappingDocument document;
        List<Finding>? unusable = null;
        try
        {
            document = MappingFile.Read(bytes, parsed.GetValue(options.Overlays) ?? [], MappingFile.Schemas(parsed.GetValue(options.Schemas), context), context);
        }
        catch (MappingDocumentException e)
        {
            unusable = [.. e.Findings.Select(finding => At(file, bytes, finding.Code, finding.Path, finding.Lens is null ? finding.Message : $"(lens {finding.Lens}) {finding.Message}", Severity.Error))];
            document = null!;
        }
        if (unusable is not null) return unusable;
        // With overlays the document stands in no file, so there are no lines.
        if (document.Overlays.Count > 0) bytes = [];
        var checking = new MappingCheckOptions { AddedPaths = parsed.GetValue(options.Added) ?? [] };
        VendorShape? Read(string? path) => path is null ? null : ShapeFile.Read(path, parsed.GetValue(options.Format), parsed.GetValue(options.Root), parsed.GetValue(options.Keys), document.Source.System, document.Source.ObjectType, context);
        var today = Read(shape);
        var findings = MappingCheck.Run(document, today, checking).Findings.AsEnumerable();
        if (against is not null) findings = findings.Concat(MappingCheck.Compare(document, Read(against)!, today!, checking).Findings);
        return findings.Select(finding => At(file, bytes, finding.Code, finding.Path, $"{(finding.Lens is null ? "" : $"(lens {finding.Lens}) ")}{finding.Message} {finding.Remedy}", finding.Severity switch
        {
            MappingFindingSeverity.Error => Severity.Error,
            MappingFindingSeverity.Warning => Severity.Warning,
            _ => Severity.Note,
        }));
    }

    private static Finding At(string file, byte[] bytes, string code, string pointer, string message, Severity severity)
    {
        var place = bytes.Length == 0 ? new TextPosition(0, 0) : JsonPlace.Find(bytes, pointer);
        return new(InputFile.DisplayName(file), place.Line, place.Column, code, message) { InstancePath = pointer, Severity = severity, TellsSeverity = true };
    }
}
