using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
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
        if (Directory.Exists(source)) return new(ContractSource.OpenWhole(source), null);
        var folder = Directory.CreateTempSubdirectory("canonical-baseline-").FullName;
        try
        {
            if (File.Exists(source)) Unpack(source, folder);
            else await CheckOutAsync(source, schemas, folder, cancellationToken).ConfigureAwait(false);
            return new(ContractSource.OpenWhole(folder, source), folder);
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
        // The folder as git names it; where it had another name then, the user gives it, as git writes it: v1.0.0:contracts.: where the work tree begins, and the way from there.
        var (code, place, error) = await GitAsync(Path.GetFullPath(schemas), cancellationToken, "rev-parse", "--show-toplevel", "--show-prefix").ConfigureAwait(false);
        if (code == 0 && Encoding.UTF8.GetString(place).Split('\n') is [var top, var prefix, ..])
        {
            (code, var tar, error) = await GitAsync(top, cancellationToken, "archive", "--format=tar", reference.Contains(':', StringComparison.Ordinal) ? reference : $"{reference}:{prefix.TrimEnd('/')}").ConfigureAwait(false);
            if (code == 0)
            {
                await TarFile.ExtractToDirectoryAsync(new MemoryStream(tar), folder, overwriteFiles: true, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
        throw CliException.Unreadable($"{reference} is no folder or package, and git does not know the contracts there: {error}. If the folder had another name then, say which, such as {reference}:contracts.");
    }

    private static async Task<(int Code, byte[] Output, string Error)> GitAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var git = Start(start);
        var error = git.StandardError.ReadToEndAsync(cancellationToken);
        using var output = new MemoryStream();
        await git.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
        await git.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return (git.ExitCode, output.ToArray(), (await error.ConfigureAwait(false)).Trim());
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
