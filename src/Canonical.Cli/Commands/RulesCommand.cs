using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Canonical.Cli;

internal static class RulesCommand
{
    public static Command Create(CliContext context)
    {
        var codes = new Argument<string[]>("codes") { Description = "Only these codes, or those that begin so, such as SCH2.", Arity = ArgumentArity.ZeroOrMore };
        var output = CommonOptions.TextOrJson();
        var command = new CliCommand("rules", "Lists the permanent codes of findings: what each means and what to do about it. Exit code 1: there is no such code.",
            "canonical rules",
            "canonical rules SCH2401 CTR",
            "canonical rules --output json | jq -r '.[] | select(.fixable) | .code'")
        { codes, output };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(codes)!;
            var rules = RuleTexts.All.Where(r => wanted.Length == 0 || wanted.Any(w => r.Code.StartsWith(w, StringComparison.OrdinalIgnoreCase))).ToList();
            if (parsed.GetValue(output) == ReportFormats.Json) WriteJson(context, rules);
            else WriteText(context, rules);
            return rules.Count > 0 ? ExitCodes.Success : ExitCodes.Findings;
        });
        return command;
    }

    private static void WriteText(CliContext context, List<RuleText> rules)
    {
        if (rules.Count == 0)
        {
            context.Out.WriteLine("There is no such code.");
            return;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumns("code", "--fix", "what it means", "what to do");
        foreach (var rule in rules) table.AddRow(new Text(rule.Code), new Text(rule.IsFixable ? "yes" : ""), new Text(rule.Meaning), new Text(rule.Remedy));
        context.Console.Write(table);
    }

    private static void WriteJson(CliContext context, List<RuleText> rules)
    {
        using (var json = new Utf8JsonWriter(context.Output, JsonReport.Options))
        {
            json.WriteStartArray();
            foreach (var rule in rules)
            {
                json.WriteStartObject();
                json.WriteString("code"u8, rule.Code);
                if (rule.IsFixable) json.WriteBoolean("fixable"u8, true);
                json.WriteString("meaning"u8, rule.Meaning);
                json.WriteString("remedy"u8, rule.Remedy);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        context.Out.WriteLine();
    }
}
