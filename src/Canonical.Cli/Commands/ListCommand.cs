using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Canonical.Cli;

internal static class ListCommand
{
    public static Command Create(CliContext context)
    {
        var schemas = CommonOptions.Schemas();
        var configuration = CommonOptions.Configuration();
        var format = CommonOptions.TextOrJson();
        var command = new CliCommand("list", "Lists the contracts. Status, steward and system of record are in the catalog of a folder.",
            "canonical list",
            "canonical list --schemas schemas --output json")
        { schemas, format, configuration };
        command.SetAction(parsed =>
        {
            var source = ContractSource.Open(parsed.GetValue(schemas) ?? CliConfiguration.Find(parsed.GetValue(configuration), context.Folder)?.Schemas);
            if (parsed.GetValue(format) == "json") WriteJson(context, source);
            else WriteText(context, source);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteText(CliContext context, ContractSource source)
    {
        if (source.Entries.All(e => e.Status.Length == 0))
        {
            foreach (var entry in source.Entries) context.Out.WriteLine(entry.Id);
            return;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumns("contract", "status", "system of record", "steward");
        foreach (var entry in source.Entries) table.AddRow(new Text(entry.Id.ToString()), new Text(entry.Status), new Text(entry.SystemOfRecord ?? ""), new Text(entry.Steward));
        context.Console.Write(table);
    }

    private static void WriteJson(CliContext context, ContractSource source)
    {
        using (var json = new Utf8JsonWriter(context.Output, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            foreach (var entry in source.Entries)
            {
                json.WriteStartObject();
                json.WriteString("contract"u8, entry.Id.ToString());
                json.WriteString("object"u8, entry.Id.Name);
                json.WriteString("version"u8, entry.Id.Version.ToString());
                if (entry.Status.Length > 0) json.WriteString("status"u8, entry.Status);
                if (entry.Steward.Length > 0) json.WriteString("steward"u8, entry.Steward);
                if (entry.SystemOfRecord is not null) json.WriteString("systemOfRecord"u8, entry.SystemOfRecord);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        context.Out.WriteLine();
    }
}
