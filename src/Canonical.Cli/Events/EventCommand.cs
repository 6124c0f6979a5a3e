using System.CommandLine;

namespace Canonical.Cli;

internal static class EventCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand("event", "Makes events (CloudEvents 1.0, structured form) of canonical objects, and takes the objects out of them again. \"canonical validate\" checks events as it does documents.",
            "canonical event wrap entry.json --type approved --tenant acme",
            "canonical event wrap today.ndjson --before yesterday.ndjson --tenant acme > events.ndjson",
            "canonical event unwrap events.ndjson | canonical validate --lines -",
            "canonical event types");
        command.Add(EventWrapCommand.Create(context));
        command.Add(EventUnwrapCommand.Create(context));
        command.Add(EventTypesCommand.Create(context));
        return command;
    }

    public static Argument<string> File() => new("file") { Description = "One document, NDJSON or an array, also compressed with gzip; - for standard input.", DefaultValueFactory = _ => CommonOptions.StandardInput };
}
