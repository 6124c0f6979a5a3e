using System.Text;

namespace Canonical.Cli.Tests;

// Runs the command in this process.
internal static class Shell
{
    public static string Root { get; } = FindRoot();

    public static string Schemas => Path.Combine(Root, "schemas");

    public static string Example(string name, string kind, string file) => Path.Combine(Schemas, name, "1.0.0.examples", kind, file);

    public static Task<ShellResult> RunAsync(params string[] arguments) => RunAsync("", arguments);

    public static Task<ShellResult> RunAsync(string input, string[] arguments) => RunAsync(Encoding.UTF8.GetBytes(input), arguments);

    public static Task<ShellResult> RunAsync(byte[] input, string[] arguments) => Task.FromResult(Run(input, arguments));

    private static ShellResult Run(byte[] input, string[] arguments)
    {
        using var standardInput = new MemoryStream(input);
        using var output = new MemoryStream();
        using var error = new StringWriter();
        int code;
        using (var context = new CliContext(standardInput, output, error) { CancellationToken = TestContext.Current.CancellationToken })
        {
            code = CanonicalCommand.Run(arguments, context);
        }
        var result = new ShellResult(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
        return result;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Canonical.Sdk.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}

internal sealed record ShellResult(int Code, string Output, string Error);
