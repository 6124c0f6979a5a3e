using System.CommandLine;

namespace Canonical.Cli;

// The forms by the names that users give.
internal static class InputForms
{
    public static Option<string?> Option()
    {
        var form = new Option<string?>("--input", "-i") { Description = "How the documents lie in the files: auto, json (one document), lines (NDJSON) or array.", HelpName = "form" };
        form.AcceptOnlyFromAmong("auto", "json", "lines", "array");
        return form;
    }

    public static InputForm Parse(string? name) => name switch
    {
        "json" => InputForm.Json,
        "lines" => InputForm.Lines,
        "array" => InputForm.Array,
        _ => InputForm.Auto,
    };
}
