using System.CommandLine;
using Canonical.Model;

namespace Canonical.Cli;

internal static class CanonicalizeCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("file") { Description = "The file; - for standard input.", DefaultValueFactory = _ => CommonOptions.StandardInput };
        var hash = new Option<bool>("--hash") { Description = "Write the SHA-256 of the canonical form instead, in hexadecimal." };
        var command = new CliCommand("canonicalize", "Writes the canonical form (RFC 8785) of one JSON value: no white space, sorted members, one spelling for each string and number. Exit code 65: it has none.",
            "canonical canonicalize invoice.json",
            "echo '{\"b\":1.0,\"a\":\"\\u0041\"}' | canonical canonicalize",
            "canonical canonicalize --hash invoice.json")
        { file, hash };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var json = await InputFile.ReadAllAsync(parsed.GetValue(file)!, context, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(hash)) await context.Out.WriteLineAsync(Convert.ToHexStringLower(CanonicalJson.Hash(json))).ConfigureAwait(false);
            // The bytes and nothing after them: a line feed would change the hash that somebody takes of them.
            else await context.Output.WriteAsync(CanonicalJson.Canonicalize(json), cancellationToken).ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }
}
