using System.CommandLine;
using Canonical.Mapping;

namespace Canonical.Cli;

// A mapping document of the command line, with its overlays.
internal static class MappingFile
{
    public static Option<string[]?> Overlays() => new("--overlay") { Description = "An overlay to lay over the document. May be given several times.", HelpName = "file" };

    // The folder that was named, or that of canonical.json; null for the contracts that are built in.
    public static string? Schemas(string? given, CliContext context) => given ?? CliConfiguration.Find(null, context.Folder)?.Schemas;

    public static MappingDocument Load(string path, IReadOnlyList<string> overlays, string? schemas, CliContext context)
    {
        try
        {
            return Read(InputFile.ReadAll(path, context), overlays, schemas, context);
        }
        catch (MappingDocumentException e)
        {
            foreach (var finding in e.Findings) context.Error.WriteLine($"{InputFile.DisplayName(path)}: {finding}");
            throw CliException.Unreadable($"{InputFile.DisplayName(path)} is no usable mapping document.");
        }
    }

    public static MappingDocument Read(byte[] utf8, IReadOnlyList<string> overlays, string? schemas, CliContext context)
    {
        var options = new MappingDocumentOptions { Contracts = Contracts(schemas) };
        var document = MappingDocument.Parse(utf8, options);
        return overlays.Count == 0 ? document : document.With([.. overlays.Select(overlay => Overlay(overlay, context))]);
    }

    private static MappingOverlay Overlay(string path, CliContext context)
    {
        try
        {
            return MappingOverlay.Parse(InputFile.ReadAll(path, context));
        }
        catch (MappingDocumentException e)
        {
            foreach (var finding in e.Findings) context.Error.WriteLine($"{InputFile.DisplayName(path)}: {finding}");
            throw CliException.Unreadable($"{InputFile.DisplayName(path)} is no usable overlay.");
        }
    }

    // Null for the contracts that are built in.
    public static Func<string, ReadOnlyMemory<byte>?>? Contracts(string? schemas)
    {
        if (schemas is null) return null;
        var source = ContractSource.Open(schemas);
        return id => source.Find(id)?.Utf8Json;
    }
}
