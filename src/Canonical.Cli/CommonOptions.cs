using System.CommandLine;

namespace Canonical.Cli;

internal static class CommonOptions
{
    public const string StandardInput = "-";

    // Enough to see what is wrong, and little enough for a build log.
    public const int DefaultMaxErrors = 1000;

    public static Option<string?> Schemas() => new("--schemas", "-s")
    {
        Description = "Folder with the contracts (catalog.json). Without it the folder that canonical.json names is used, or the contracts that are built in.",
        HelpName = "folder",
    };

    public static Option<string?> RequiredSchemas() => new("--schemas", "-s")
    {
        Description = "Folder with the contracts (catalog.json). Without it the folder that canonical.json names is used, or schemas.",
        HelpName = "folder",
    };

    public static Option<string?> Configuration() => new("--config")
    {
        Description = "The configuration; without it the nearest canonical.json upwards.",
        HelpName = "file",
    };

    // The formats of findings.
    public static Option<string?> Output()
    {
        var option = new Option<string?>("--output", "-o", "--format", "-f") { Description = $"How to write the findings: {string.Join(", ", ReportFormats.Names)}.", HelpName = "format" };
        option.AcceptOnlyFromAmong(ReportFormats.Names);
        return option;
    }

    // For commands that answer instead of finding something.
    public static Option<string> TextOrJson()
    {
        var option = new Option<string>("--output", "-o", "--format", "-f") { Description = "How to write the result: text or json.", HelpName = "format", DefaultValueFactory = _ => ReportFormats.Text };
        option.AcceptOnlyFromAmong(ReportFormats.Text, ReportFormats.Json);
        return option;
    }

    public static Option<string[]?> Report() => new("--report", "-r")
    {
        Description = "Another report into a file, such as sarif=findings.sarif or markdown=summary.md. May be given several times.",
        HelpName = "format=file",
    };

    // A text, since each type of a value that an option has costs start-up.
    public static Option<string?> MaxErrors()
    {
        var option = new Option<string?>("--max-errors") { Description = $"Stop after so many findings; 0 for no limit. Without it {DefaultMaxErrors}.", HelpName = "n" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !TryCount(token.Value, out _)) result.AddError($"--max-errors takes a whole number from 0, not \"{token.Value}\".");
        });
        return option;
    }

    public static int ReadMaxErrors(string? given, CliConfiguration? settings) => given is not null && TryCount(given, out var count) ? count : settings?.MaxErrors ?? DefaultMaxErrors;

    private static bool TryCount(string text, out int count) => int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out count);
}
