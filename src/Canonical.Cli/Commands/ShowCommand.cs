using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Canonical.Cli;

internal static class ShowCommand
{
    public static Command Create(CliContext context)
    {
        var contract = new Argument<string>("contract") { Description = "The contract, such as customer or customer/1.0.0." };
        var schemas = CommonOptions.Schemas();
        var configuration = CommonOptions.Configuration();
        var format = CommonOptions.TextOrJson();
        var command = new CliCommand("show", "Shows a contract: its members, which are required, and what they mean. With --output json, the contract as it was written.",
            "canonical show customer",
            "canonical show customer/1.0.0 --output json | jq .required")
        { contract, schemas, format, configuration };
        command.SetAction(parsed =>
        {
            var entry = ContractSource.Open(parsed.GetValue(schemas) ?? CliConfiguration.Find(parsed.GetValue(configuration), context.Folder)?.Schemas).Get(parsed.GetValue(contract)!);
            if (parsed.GetValue(format) == "json") context.Output.Write(entry.Utf8Json.Span);
            else WriteText(context, entry);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteText(CliContext context, ContractSource.Entry entry)
    {
        // A contract that compiles has the forms that are read below.
        _ = entry.Schema.Value;
        using var json = JsonDocument.Parse(entry.Utf8Json);
        var root = json.RootElement;
        context.Out.WriteLine($"{entry.Id}  {Text(root, "description")}");
        context.Out.WriteLine();
        WriteMembers(context, root);
        if (!root.TryGetProperty("$defs", out var definitions)) return;
        foreach (var definition in definitions.EnumerateObject())
        {
            context.Out.WriteLine($"{definition.Name}  {Text(definition.Value, "description")}");
            WriteMembers(context, definition.Value);
        }
    }

    private static void WriteMembers(CliContext context, JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out var properties)) return;
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()!).ToHashSet(StringComparer.Ordinal) : [];
        var table = new Table().Border(TableBorder.Simple).AddColumns("member", "type", "required", "description");
        foreach (var property in properties.EnumerateObject())
        {
            table.AddRow(new Text(property.Name), new Text(Describe(property.Value)), new Text(required.Contains(property.Name) ? "yes" : ""), new Text(Text(property.Value, "description")));
        }
        context.Console.Write(table);
    }

    private static string Describe(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference)) return Name(reference.GetString()!) + (Text(schema, "x-canonical-ref") is { Length: > 0 } target ? $" to {target}" : "");
        if (schema.TryGetProperty("enum", out var codes)) return Codes(codes, " | ");
        if (schema.TryGetProperty("x-canonical-open-enum", out codes)) return Codes(codes, " | ") + " | …";
        if (schema.TryGetProperty("items", out var items)) return $"list of {Describe(items)}";
        return Text(schema, "type");
    }

    private static string Codes(JsonElement codes, string separator) => codes.ValueKind == JsonValueKind.Array ? string.Join(separator, codes.EnumerateArray().Select(c => c.ToString())) : "";

    private static string Name(string reference) => reference[(reference.LastIndexOf('/') + 1)..];

    private static string Text(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
