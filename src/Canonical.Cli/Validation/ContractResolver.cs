using Canonical.Model;

namespace Canonical.Cli;

// Which contract a document is checked against: the one of the command line, else the one that it declares, else that of the folder rule for its file. Thread-safe.
internal sealed class ContractResolver(ContractSource source, ContractSource.Entry? given, CliConfiguration? configuration)
{
    // The contract of --contract, for every document.
    public ContractSource.Entry? Given { get; } = given;

    // How the model reads events here.
    public EventReadOptions Events => source.Events;

    // The contract that a rule of canonical.json names for a file.
    public ContractSource.Entry? ForFile(string file)
    {
        if (configuration?.FindContract(file) is not { } name) return null;
        return source.Find(name) ?? throw CliException.Unreadable($"{configuration.File} names the contract {name}, which is not there; there are {source.Names}.");
    }

    // The contract that reads what a document declares, such as customer/1.0.0; null when there is none.
    public ContractSource.Entry? ForDeclaration(string declared) => ContractId.TryParse(declared, out var id) ? source.FindReader(id) : null;

    // The contract that a dataschema of an event names: https://host/customer/1.0.0 on the host of the contracts.
    public ContractSource.Entry? ForSchemaUri(string uri)
    {
        var version = uri.LastIndexOf('/');
        var name = version < 1 ? -1 : uri.LastIndexOf('/', version - 1);
        if (name < 0 || ForDeclaration(uri[(name + 1)..]) is not { } entry) return null;
        return entry.Schema.Value.Id is { } id && id.StartsWith(uri[..(name + 1)], StringComparison.Ordinal) && id.AsSpan(name + 1).Count('/') == 1 ? entry : null;
    }
}
