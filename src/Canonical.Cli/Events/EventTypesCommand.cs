using System.CommandLine;
using System.Text.Json;
using Canonical.Model;
using Spectre.Console;

namespace Canonical.Cli;

internal static class EventTypesCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string?>("object") { Description = "Only the types of this object, such as time-entry.", Arity = ArgumentArity.ZeroOrOne };
        var format = CommonOptions.TextOrJson();
        var command = new CliCommand("types", "Lists the types of events: what raises each, and what it means. Exit code 1: the object has none.",
            "canonical event types",
            "canonical event types time-entry",
            "canonical event types --output json | jq -r '.[].type'")
        { name, format };
        command.SetAction(parsed =>
        {
            var types = CanonicalEventTypes.All.Where(t => parsed.GetValue(name) is not { } wanted || t.ObjectName == wanted).ToList();
            if (parsed.GetValue(format) == ReportFormats.Json) WriteJson(context, types);
            else WriteText(context, types);
            return types.Count > 0 ? ExitCodes.Success : ExitCodes.Findings;
        });
        return command;
    }

    private static void WriteText(CliContext context, List<CanonicalEventType> types)
    {
        if (types.Count == 0)
        {
            context.Out.WriteLine("There are no types of events of this object.");
            return;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumns("type", "raised when", "means");
        foreach (var type in types) table.AddRow(new Text(type.Name), new Text(string.Join("; or ", type.Triggers)), new Text(type.Description));
        context.Console.Write(table);
    }

    private static void WriteJson(CliContext context, List<CanonicalEventType> types)
    {
        using (var json = new Utf8JsonWriter(context.Output, JsonReport.Options))
        {
            json.WriteStartArray();
            foreach (var type in types)
            {
                json.WriteStartObject();
                json.WriteString("type"u8, type.Name);
                json.WriteString("object"u8, type.ObjectName);
                json.WriteString("change"u8, type.Change);
                json.WriteString("description"u8, type.Description);
                json.WriteStartArray("raisedWhen"u8);
                foreach (var trigger in type.Triggers) json.WriteStringValue(trigger.ToString());
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        context.Out.WriteLine();
    }
}
