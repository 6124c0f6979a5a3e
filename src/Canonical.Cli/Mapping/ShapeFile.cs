using System.CommandLine;
using Canonical.Mapping;

namespace Canonical.Cli;

// A description of a vendor's record in whatever form it is.
internal static class ShapeFile
{
    public static readonly string[] Formats = ["auto", "shape", "salesforce-describe", "json-schema", "xsd", "samples"];

    public static Option<string?> Format()
    {
        var option = new Option<string?>("--shape-format") { Description = $"What the description is: {string.Join(", ", Formats)}. Found out without it.", HelpName = "format" };
        option.AcceptOnlyFromAmong(Formats);
        return option;
    }

    public static Option<string?> Root() => new("--shape-root") { Description = "Where in the description the record is: a JSON Pointer such as /components/schemas/customer, or a type of the XSD such as WorkerType.", HelpName = "place" };

    public static Option<string[]?> Keys() => new("--xml-key") { Description = "Elements of an XSD that an attribute gives their names, such as ID=type. May be given several times.", HelpName = "element=attribute" };

    public static VendorShape Read(string path, string? format, string? root, string[]? keys, string system, string objectType, CliContext context)
    {
        // Samples may be many: they are never held in memory together.
        if (format == "samples" || (format is null or "auto" && IsManyRecords(path))) return Samples(path, system, objectType, context);
        var bytes = InputFile.ReadAll(path, context);
        var options = new VendorSchemaOptions { System = system, ObjectType = objectType, Root = root, KeyedElements = MapCommand.Pairs(keys, "--xml-key", "ID=type") };
        try
        {
            switch (format is null or "auto" ? Detect(bytes) : format)
            {
                case "shape":
                    return VendorShape.Parse(bytes);
                case "salesforce-describe":
                    return VendorShape.FromSalesforceDescribe(bytes);
                case "json-schema":
                    return VendorShape.FromJsonSchema(bytes, options);
                case "xsd":
                    using (var xsd = new MemoryStream(bytes)) return VendorShape.FromXsd(xsd, options);
                default:
                    return Samples(path, system, objectType, context);
            }
        }
        catch (VendorShapeException e)
        {
            throw CliException.Unreadable($"{InputFile.DisplayName(path)}: {e.Message} [{e.Code}]");
        }
    }

    private static VendorShape Samples(string path, string system, string objectType, CliContext context)
    {
        if (path == CommonOptions.StandardInput) throw CliException.Usage("Samples are read from a file.");
        var sampler = new ShapeSampler();
        try
        {
            new RecordInput(context, InputForm.Auto, null).Read(path, (record, _) => sampler.Add(record));
            return sampler.ToShape(system, objectType);
        }
        catch (VendorShapeException e)
        {
            throw CliException.Unreadable($"{path}: {e.Message} [{e.Code}]");
        }
    }

    // By its name, or since no description is that large.
    private static bool IsManyRecords(string path) =>
        path.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || (File.Exists(path) && new FileInfo(path).Length > VendorShape.MaxBytes);

    // By what only one of them has.
    private static string Detect(byte[] bytes)
    {
        var text = bytes.AsSpan().TrimStart(" \t\r\n\uFEFF"u8);
        if (text.StartsWith("<"u8)) return "xsd";
        if (text.StartsWith("["u8)) return "samples";
        try
        {
            using var json = System.Text.Json.JsonDocument.Parse(bytes);
            var root = json.RootElement;
            if (root.ValueKind != System.Text.Json.JsonValueKind.Object) return "samples";
            var hasFields = root.TryGetProperty("fields", out var fields) && fields.ValueKind == System.Text.Json.JsonValueKind.Array;
            if (hasFields && root.TryGetProperty("system", out _)) return "shape";
            if (hasFields && root.TryGetProperty("name", out _)) return "salesforce-describe";
            return root.TryGetProperty("properties", out _) || root.TryGetProperty("components", out _) || root.TryGetProperty("definitions", out _) || root.TryGetProperty("$defs", out _) ? "json-schema" : "samples";
        }
        catch (System.Text.Json.JsonException)
        {
            // Several records, or nothing that can be read; the reader says which.
            return "samples";
        }
    }
}
