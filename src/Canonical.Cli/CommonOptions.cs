using System.CommandLine;

namespace Canonical.Cli;

internal static class CommonOptions
{
    public const string StandardInput = "-";

    public static Option<string?> Schemas() => new("--schemas", "-s")
    {
        Description = "Folder with the contracts (catalog.json). Without it the contracts that are built in are used.",
        HelpName = "folder",
    };

    public static Option<string> RequiredSchemas() => new("--schemas", "-s")
    {
        Description = "Folder with the contracts (catalog.json).",
        HelpName = "folder",
        DefaultValueFactory = _ => "schemas",
    };

    public static Option<string> Format()
    {
        var option = new Option<string>("--format", "-f") { Description = "How to write the result: text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };
        option.AcceptOnlyFromAmong("text", "json");
        return option;
    }
}
