using System.CommandLine;
using Canonical.Contracts;

namespace Canonical.Cli;

// What diff and check ask for alike.
internal sealed class CompatibilityOptionsReader
{
    public const string WaiverFile = "waivers.json";
    private static readonly string[] ModeNames = ["full", "producer", "consumer", "raw"];

    private readonly Option<string?> _mode = new("--mode", "-m") { Description = "What must hold: full (neither old writers nor old readers break), producer, consumer, or raw (both, on the contracts as written).", HelpName = "mode" };
    private readonly Option<string?> _confluent = new("--confluent") { Description = "The same by the name of a level of Confluent Schema Registry, such as BACKWARD_TRANSITIVE.", HelpName = "level" };
    private readonly Option<string?> _waivers = new("--waivers", "-w") { Description = $"Reviewed exceptions; without it {WaiverFile} in the folder of the contracts, if it is there.", HelpName = "file" };
    private readonly Option<long?> _steps = new("--max-steps") { Description = $"How much work one proof may take before it is undecided. Without it {InclusionOptions.DefaultMaxSteps}.", HelpName = "n" };

    public CompatibilityOptionsReader() => _mode.AcceptOnlyFromAmong(ModeNames);

    public void AddTo(Command command)
    {
        command.Add(_mode);
        command.Add(_confluent);
        command.Add(_waivers);
        command.Add(_steps);
    }

    // Whether every earlier version counts; null when the user did not say.
    public bool? Read(ParseResult parsed, CliContext context, string? schemas, CompatibilityOptions options)
    {
        bool? isTransitive = null;
        options.Mode = Enum.Parse<CompatibilityMode>(parsed.GetValue(_mode) ?? "full", ignoreCase: true);
        if (parsed.GetValue(_confluent) is { } name)
        {
            if (parsed.GetValue(_mode) is not null) throw CliException.Usage("--mode and --confluent say the same thing: give one of them.");
            if (!CompatibilityLevel.TryParseConfluent(name, out var level) || level.Mode is not { } mode) throw CliException.Usage("--confluent is BACKWARD, FORWARD or FULL, each with or without _TRANSITIVE. For NONE, do not run the check.");
            options.Mode = mode;
            isTransitive = level.IsTransitive;
        }
        if (parsed.GetValue(_steps) is { } steps)
        {
            if (steps < 1) throw CliException.Usage("--max-steps is a number from 1.");
            options.Inclusion.MaxSteps = steps;
        }
        options.Time = context.Time;
        var file = parsed.GetValue(_waivers) ?? (schemas is not null && File.Exists(Path.Combine(schemas, WaiverFile)) ? Path.Combine(schemas, WaiverFile) : null);
        if (file is null) return isTransitive;
        try
        {
            options.Waivers = WaiverList.Read(File.ReadAllBytes(file));
        }
        catch (FormatException e)
        {
            throw CliException.Unreadable($"{file}: {e.Message}");
        }
        return isTransitive;
    }
}
