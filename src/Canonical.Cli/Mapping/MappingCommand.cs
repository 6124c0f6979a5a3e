using System.CommandLine;

namespace Canonical.Cli;

internal static class MappingCommand
{
    public static Command Create(CliContext context) => new CliCommand("mapping", "Checks and tests mapping documents before any data is moved.",
        "canonical mapping check account.customer.json --shape describe.json",
        "canonical mapping test tests/mappings")
    { MappingCheckCommand.Create(context), MappingTestCommand.Create(context), MappingShapeCommand.Create(context) };
}
