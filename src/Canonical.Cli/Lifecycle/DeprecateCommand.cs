using System.CommandLine;
using System.Globalization;
using Canonical.Contracts;

namespace Canonical.Cli;

internal static class DeprecateCommand
{
    public static Command Create(CliContext context)
    {
        var contract = new Argument<string>("contract") { Description = "The published version, such as customer/1.0.0." };
        var sunset = new Option<string>("--sunset") { Description = "The day from which nobody may rely on it, such as 2027-06-30.", HelpName = "date", Required = true };
        var replacement = new Option<string?>("--replacement") { Description = "The version to use instead.", HelpName = "contract" };
        var schemas = CommonOptions.RequiredSchemas();
        var command = new CliCommand("deprecate", "Marks a published version in the catalog as not for new work, until when it stays, and what takes its place. Exit code 64: it is not active, or the replacement is not there.",
            "canonical deprecate customer/1.0.0 --sunset 2027-06-30 --replacement customer/2.0.0")
        { contract, sunset, replacement, schemas };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(schemas) ?? CliConfiguration.Find(null, context.Folder)?.Schemas ?? ContractSource.DefaultFolder;
            var catalog = ContractSource.OpenCatalog(folder);
            var id = parsed.GetValue(contract)!;
            var found = catalog.Contracts.FirstOrDefault(c => c.Id == id) ?? throw CliException.Usage($"There is no contract {id} in {folder}.");
            if (found.Status != ContractStatus.Active) throw CliException.Usage($"{id} is {found.Status.ToString().ToLowerInvariant()}; only an active version can be deprecated.");
            if (!DateOnly.TryParseExact(parsed.GetValue(sunset), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) throw CliException.Usage($"\"{parsed.GetValue(sunset)}\" is not a date such as 2027-06-30.");
            var instead = parsed.GetValue(replacement);
            if (instead is not null && !catalog.Contracts.Any(c => c.Id == instead && c.Status == ContractStatus.Active)) throw CliException.Usage($"The replacement {instead} is not an active version in {folder}.");

            var file = CatalogFile.Open(folder);
            var entry = file.Entry(found.Name, found.Version);
            entry["status"] = "deprecated";
            entry["sunset"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            if (instead is not null) entry["replacement"] = instead;
            file.Save();
            context.Out.WriteLine($"{id} is deprecated until {entry["sunset"]}{(instead is null ? "" : $"; {instead} takes its place")}.");
            return ExitCodes.Success;
        });
        return command;
    }
}
