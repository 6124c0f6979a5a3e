using System.CommandLine;
using Canonical.Mapping;

namespace Canonical.Cli;

internal static class LineageCommand
{
    private static readonly string[] Formats = [ReportFormats.Text, ReportFormats.Json, "markdown", "html", "openlineage"];

    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("mapping") { Description = "The mapping document; - for standard input." };
        var field = new Argument<string?>("field") { Description = "A canonical member or a field of the vendor, such as billingAddress.city; without it, all.", Arity = ArgumentArity.ZeroOrOne };
        var overlays = MappingFile.Overlays();
        var schemas = CommonOptions.Schemas();
        var output = new Option<string>("--output", "-o", "--format", "-f") { Description = $"How to write it: {string.Join(", ", Formats)}.", HelpName = "format", DefaultValueFactory = _ => ReportFormats.Text };
        output.AcceptOnlyFromAmong(Formats);
        var space = new Option<string?>("--namespace") { Description = "Of openlineage: the namespace of the vendor's dataset, such as salesforce://00D000000000062EAA.", HelpName = "namespace" };
        var command = new CliCommand("lineage", "Says where a field comes from: which fields of the other side, through which lens of which version of the mapping. Exit code 1: no lens names the field, 65: the document cannot be read.",
            "canonical lineage account.customer.json billingAddress.city",
            "canonical lineage account.customer.json BillingCity --output json",
            "canonical lineage account.customer.json --output html > account.html",
            "canonical lineage account.customer.json --output openlineage --namespace salesforce://00D000000000062EAA")
        { file, field, overlays, schemas, output, space };
        command.SetAction(parsed =>
        {
            var document = MappingFile.Load(parsed.GetValue(file)!, parsed.GetValue(overlays) ?? [], MappingFile.Schemas(parsed.GetValue(schemas), context), context);
            var lineage = MappingLineage.Of(document);
            if (parsed.GetValue(field) is { } path)
            {
                lineage = lineage.Only(path);
                if (lineage.CanonicalFields.Count == 0 && lineage.VendorFields.Count == 0)
                {
                    context.Error.WriteLine($"canonical: No lens of {document.Id} {document.Version} names {path}.");
                    return ExitCodes.Findings;
                }
            }
            switch (parsed.GetValue(output))
            {
                case ReportFormats.Json:
                    context.Output.Write(lineage.ToUtf8Bytes());
                    break;
                case "openlineage":
                    context.Output.Write(lineage.ToOpenLineage(parsed.GetValue(space)));
                    break;
                case "markdown":
                    context.Out.Write(lineage.ToMarkdown());
                    break;
                case "html":
                    context.Out.Write(lineage.ToHtml());
                    break;
                default:
                    Write(context.Out, lineage);
                    break;
            }
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(TextWriter text, MappingLineage lineage)
    {
        text.WriteLine($"{lineage.Mapping} {lineage.Version}: {lineage.Source.System} {lineage.Source.ObjectType} and {lineage.Target}");
        foreach (var (fields, title) in ((IReadOnlyList<LineageField>, string)[])[(lineage.CanonicalFields, "canonical members"), (lineage.VendorFields, "vendor's fields")])
        {
            if (fields.Count == 0) continue;
            text.WriteLine();
            text.WriteLine(title + ":");
            foreach (var field in fields)
            {
                text.WriteLine($"  {field.Path}{(field.IsRequired ? " (required)" : "")}");
                foreach (var step in field.Steps) Write(text, step);
            }
        }
    }

    private static void Write(TextWriter text, LineageStep step)
    {
        var words = step.Direction switch
        {
            MappingDirection.ToCanonical => "to the canonical object only",
            MappingDirection.ToVendor => "to the vendor only",
            _ => "both ways",
        };
        var from = step.Fields.Count == 0 ? "" : string.Join(", ", step.Fields) + "; ";
        var parts = new List<string> { step.Lens is null ? "set by the mapper" : $"lens {string.Join(" > ", step.Within.Append(step.Lens))} ({step.Kind}{(step.Converter is null || step.Converter == step.Kind ? "" : $", {step.Converter}")}{(step.Value is null ? "" : $", {step.Value}")})" };
        if (step.Conditions.Count > 0) parts.Add("when " + string.Join(" and ", step.Conditions));
        if (step.Overlay is not null) parts.Add("of overlay " + step.Overlay);
        parts.Add($"{Arrow(step.Direction)} {words}");
        text.WriteLine($"    {from}{string.Join("; ", parts)}");
        if (step.Codes.Count > 0) text.WriteLine($"      codes: {string.Join(", ", step.Codes.Select(code => $"{code.Vendor} {Arrow(code.Direction)} {code.Canonical}"))}");
        if (step.Loss is not null) text.WriteLine($"      lost: {step.Loss}");
    }

    private static string Arrow(MappingDirection? direction) => direction switch
    {
        MappingDirection.ToCanonical => "→",
        MappingDirection.ToVendor => "←",
        _ => "⇄",
    };
}
