using System.CommandLine;

namespace Canonical.Cli;

// A command whose help ends with examples.
internal sealed class CliCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
