using System.CommandLine;

namespace Canonical.Cli;

internal static class MappingShapeCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("description") { Description = "The vendor's description: a Salesforce describe, a JSON Schema, an XSD, sample records or a shape; - for standard input." };
        var format = ShapeFile.Format();
        var root = ShapeFile.Root();
        var keys = ShapeFile.Keys();
        var system = new Option<string>("--system") { Description = "The vendor's system, where the description does not say it.", HelpName = "system", DefaultValueFactory = _ => "vendor" };
        var type = new Option<string>("--object") { Description = "The record type in the vendor's words, where the description does not say it.", HelpName = "object", DefaultValueFactory = _ => "record" };
        var command = new CliCommand("shape", "Writes what a vendor says of its record in one neutral form, to keep beside the mapping: mapping check compares a later one with it. Exit code 65: the description cannot be read.",
            "canonical mapping shape describe.json > shapes/account.json",
            "canonical mapping shape Human_Resources.xsd --system workday --object Worker --xml-key ID=type > shapes/worker.json")
        { file, format, root, keys, system, type };
        command.SetAction(parsed =>
        {
            var shape = ShapeFile.Read(parsed.GetValue(file)!, parsed.GetValue(format), parsed.GetValue(root), parsed.GetValue(keys), parsed.GetValue(system)!, parsed.GetValue(type)!, context);
            context.Output.Write(shape.ToUtf8Bytes());
            return ExitCodes.Success;
        });
        return command;
    }
}
