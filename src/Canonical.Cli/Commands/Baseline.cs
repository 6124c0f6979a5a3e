using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Canonical.Contracts;

namespace Canonical.Cli;

// The contracts as they were: in a folder, in a package, or at a commit.
internal sealed class Baseline : IDisposable
{
    private readonly string? _temporary;

    private Baseline(ContractCatalog catalog, string? temporary)
    {
        Catalog = catalog;
        _temporary = temporary;
    }

    public ContractCatalog Catalog { get; }

    public static async Task<Baseline> OpenAsync(string source, string schemas, CancellationToken cancellationToken)
    {
        if (Directory.Exists(source)) return new(ContractSource.OpenCatalog(source), null);
        var folder = Directory.CreateTempSubdirectory("canonical-baseline-").FullName;
        try
        {
            if (File.Exists(source)) Unpack(source, folder);
            else await CheckOutAsync(source, schemas, folder, cancellationToken).ConfigureAwait(false);
            return new(ContractSource.OpenCatalog(folder), folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public void Dispose()
    {
        if (_temporary is not null) Directory.Delete(_temporary, recursive: true);
    }

    // A package that carries contracts as files: the folder with catalog.json, wherever it lies in it.
    private static void Unpack(string file, string folder)
    {
        try
        {
            using var archive = ZipFile.OpenRead(file);
            var catalog = archive.Entries.Where(e => e.Name == ContractCatalog.FileName).OrderBy(e => e.FullName.Length).FirstOrDefault()
                ?? throw CliException.Unreadable($"{file} has no {ContractCatalog.FileName}: it carries no contracts as files.");
            var prefix = catalog.FullName[..^ContractCatalog.FileName.Length];
            foreach (var entry in archive.Entries.Where(e => e.Name.Length > 0 && e.FullName.StartsWith(prefix, StringComparison.Ordinal)))
            {
                var target = Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(entry.FullName[prefix.Length..])));
                if (!target.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw CliException.Unreadable($"{file} has an entry that leads out of it: {entry.FullName}.");
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                entry.ExtractToFile(target, overwrite: true);
            }
        }
        catch (InvalidDataException)
        {
            throw CliException.Unreadable($"{file} is neither a folder nor a package.");
        }
    }

    private static async Task CheckOutAsync(string reference, string schemas, string folder, CancellationToken cancellationToken)
    {
        if (reference.StartsWith('-')) throw CliException.Usage($"{reference} is no folder, package or git reference.");
        var start = new ProcessStartInfo("git") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetFullPath(schemas) };
        // From a folder inside of a work tree, "ref:./" is that folder at the commit.
        foreach (var argument in new[] { "archive", "--format=tar", reference + ":./" }) start.ArgumentList.Add(argument);
        using var git = Start(start);
        var error = git.StandardError.ReadToEndAsync(cancellationToken);
        using var tar = new MemoryStream();
        await git.StandardOutput.BaseStream.CopyToAsync(tar, cancellationToken).ConfigureAwait(false);
        await git.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (git.ExitCode != 0) throw CliException.Unreadable($"{reference} is no folder or package, and git does not know the contracts there: {(await error.ConfigureAwait(false)).Trim()}");
        tar.Position = 0;
        await TarFile.ExtractToDirectoryAsync(tar, folder, overwriteFiles: true, cancellationToken).ConfigureAwait(false);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw CliException.Unreadable("git is not installed; give a folder or a package instead.");
        }
    }
}
