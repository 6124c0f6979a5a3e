namespace Canonical.Cli;

// A mistake of the user: told in one line, without a stack trace.
internal sealed class CliException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static CliException Usage(string message) => new(ExitCodes.Usage, message);

    public static CliException Unreadable(string message) => new(ExitCodes.UnreadableInput, message);
}
