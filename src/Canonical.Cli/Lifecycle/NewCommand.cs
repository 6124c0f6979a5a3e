using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Canonical.Contracts;
using Canonical.Model;

namespace Canonical.Cli;

internal static class NewCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand("new", "Begins a contract, or the next version of one.",
            "canonical new object parcel --steward logistics --system-of-record erp --host https://schemas.acme.example",
            "canonical new version parcel --step minor");
        command.Add(CreateObject(context));
        command.Add(CreateVersion(context));
        return command;
    }

    private static CliCommand CreateObject(CliContext context)
    {
        var name = new Argument<string>("name") { Description = "The name: lower-case letters and digits, with hyphens between words." };
        var steward = new Option<string>("--steward") { Description = "Who answers for the contract.", HelpName = "team", Required = true };
        var system = new Option<string>("--system-of-record") { Description = $"The kind of system that usually leads: {string.Join(", ", ContractTemplate.SystemKinds)}.", HelpName = "kind", Required = true };
        system.AcceptOnlyFromAmong(ContractTemplate.SystemKinds);
        var host = new Option<string?>("--host") { Description = "Where the ids of the contracts begin; without it, that of the contracts of the folder. Never fetched.", HelpName = "uri" };
        var schemas = CommonOptions.RequiredSchemas();
        var command = new CliCommand("object", "Begins the contract of an object: the header that every object has, one member, a valid and an invalid example, a line in the catalog; in an empty folder the shared definitions too. Exit code 64: it is there already.",
            "canonical new object parcel --steward logistics --system-of-record erp",
            "canonical new object parcel --steward logistics --system-of-record erp --schemas contracts --host https://schemas.acme.example")
        { name, steward, system, host, schemas };
        command.SetAction(parsed =>
        {
            var folder = Folder(parsed.GetValue(schemas), context);
            var created = NewObject(folder, parsed.GetValue(name)!, parsed.GetValue(steward)!, parsed.GetValue(system)!, parsed.GetValue(host));
            foreach (var file in created) context.Out.WriteLine(file.Replace('\\', '/'));
            return ExitCodes.Success;
        });
        return command;
    }

    private static CliCommand CreateVersion(CliContext context)
    {
        var name = new Argument<string>("name") { Description = "The object, such as customer, or the version to start from, such as customer/1.0.0." };
        var step = new Option<string>("--step") { Description = "major, minor or patch.", HelpName = "step", DefaultValueFactory = _ => "minor" };
        step.AcceptOnlyFromAmong("major", "minor", "patch");
        var schemas = CommonOptions.RequiredSchemas();
        var command = new CliCommand("version", "Begins the next version of a contract: a copy of the newest one with its examples, as a draft in the catalog. Exit code 64: there is no such contract, or the version is there already.",
            "canonical new version customer",
            "canonical new version rate-card --step major --schemas contracts")
        { name, step, schemas };
        command.SetAction(parsed =>
        {
            var folder = Folder(parsed.GetValue(schemas), context);
            var created = NewVersion(folder, parsed.GetValue(name)!, parsed.GetValue(step)!);
            foreach (var file in created) context.Out.WriteLine(file.Replace('\\', '/'));
            return ExitCodes.Success;
        });
        return command;
    }

    private static string Folder(string? given, CliContext context) => given ?? CliConfiguration.Find(null, context.Folder)?.Schemas ?? ContractSource.DefaultFolder;

    private static List<string> NewObject(string folder, string name, string steward, string system, string? host)
    {
        if (!ContractId.TryParse(name + "/1.0.0", out _)) throw CliException.Usage($"\"{name}\" is not the name of a contract: lower-case letters and digits, with hyphens between words.");
        var catalog = ContractCatalog.Load(folder);
        if (catalog.Find(name) is { } present) throw CliException.Usage($"{present.Id} is there already; \"canonical new version {name}\" begins its next version.");
        var common = catalog.Find("common");
        host = (host ?? Host(common ?? (catalog.Contracts.Count > 0 ? catalog.Contracts[0] : null)) ?? throw CliException.Usage("The folder has no contracts yet: say with --host where their ids begin, such as https://schemas.acme.example.")).TrimEnd('/');
        if (!Uri.TryCreate(host, UriKind.Absolute, out _)) throw CliException.Usage($"\"{host}\" is not an absolute URI.");

        var file = CatalogFile.Open(folder);
        var created = new List<string>();
        var definitions = common is null ? ContractTemplate.Common(host) : JsonNode.Parse(common.Utf8Json.Span)!.AsObject();
        if (common is null)
        {
            var path = Path.Combine(folder, "common", "1.0.0.json");
            CatalogFile.WriteJson(path, definitions);
            created.Add(path);
            file.Add("common", "1.0.0", "definitions", steward, null);
        }
        var at = Path.Combine(folder, name, "1.0.0");
        foreach (var (path, json) in new[]
        {
            ($"{at}.json", ContractTemplate.Object(name, host, system, common?.Version ?? "1.0.0", definitions["$defs"] as JsonObject ?? [])),
            (Path.Combine($"{at}.examples", "valid", "minimal.json"), ContractTemplate.ValidExample(name)),
            (Path.Combine($"{at}.examples", "invalid", "missing-name.json"), ContractTemplate.InvalidExample(name)),
        })
        {
            CatalogFile.WriteJson(path, json);
            created.Add(path);
        }
        file.Add(name, "1.0.0", "object", steward, system);
        file.Save();
        return created;
    }

    private static List<string> NewVersion(string folder, string nameOrId, string step)
    {
        var catalog = ContractSource.OpenCatalog(folder);
        var from = catalog.Find(nameOrId) ?? throw CliException.Usage($"There is no contract {nameOrId} in {folder}.");
        var old = Version.Parse(from.Version);
        var next = step switch { "major" => new Version(old.Major + 1, 0, 0), "minor" => new Version(old.Major, old.Minor + 1, 0), _ => new Version(old.Major, old.Minor, old.Build + 1) };
        var id = $"{from.Name}/{next}";
        if (catalog.Find(id) is not null) throw CliException.Usage($"{id} is there already.");

        var created = new List<string>();
        var text = Encoding.UTF8.GetString(from.Utf8Json.Span).Replace($"/{from.Id}\"", $"/{id}\"", StringComparison.Ordinal);
        if (next.Major != old.Major)
        {
            text = text.Replace($"^{from.Name}/{old.Major}\\", $"^{from.Name}/{next.Major}\\", StringComparison.Ordinal)
                .Replace($"{from.Name}/{old.Major}.0.0", $"{from.Name}/{next.Major}.0.0", StringComparison.Ordinal)
                .Replace($"A reader of version {old.Major} reads every {old.Major}.x.y", $"A reader of version {next.Major} reads every {next.Major}.x.y", StringComparison.Ordinal);
        }
        Write(Path.Combine(folder, from.Name, $"{next}.json"), text, created);
        var examples = Path.Combine(folder, from.Name, $"{from.Version}.examples");
        if (Directory.Exists(examples))
        {
            foreach (var example in Directory.EnumerateFiles(examples, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var content = File.ReadAllText(example);
                if (next.Major != old.Major) content = content.Replace($"\"{from.Name}/{old.Major}.", $"\"{from.Name}/{next.Major}.", StringComparison.Ordinal);
                Write(Path.Combine(folder, from.Name, $"{next}.examples", Path.GetRelativePath(examples, example)), content, created);
            }
        }
        var file = CatalogFile.Open(folder);
        file.Add(from.Name, next.ToString(), file.Entry(from.Name, from.Version)["kind"]!.GetValue<string>(), from.Steward, from.SystemOfRecord);
        file.Save();
        return created;
    }

    private static string? Host(ContractDocument? contract)
    {
        if (contract is null) return null;
        using var json = System.Text.Json.JsonDocument.Parse(contract.Utf8Json);
        var id = json.RootElement.TryGetProperty("$id", out var value) ? value.GetString() : null;
        return id is not null && id.EndsWith("/" + contract.Id, StringComparison.Ordinal) ? id[..^(contract.Id.Length + 1)] : null;
    }

    private static void Write(string path, string text, List<string> created)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        created.Add(path);
    }
}
