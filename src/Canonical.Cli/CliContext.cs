using System.Text;
using Spectre.Console;

namespace Canonical.Cli;

// The streams of one run, so that a test can be the shell.
internal sealed class CliContext : IDisposable
{
    private const int PipeWidth = 200;

    public CliContext(Stream input, Stream output, TextWriter error, bool isTerminal = false, int? width = null)
    {
        Input = input;
        Output = output;
        Out = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        Error = error;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Out),
        });
        Console.Profile.Width = width ?? PipeWidth;
    }

    public Stream Input { get; }

    // For bytes; text goes to Out, which must be flushed before bytes follow.
    public Stream Output { get; }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    public IAnsiConsole Console { get; }

    public static CliContext ForConsole()
    {
        // https://no-color.org: present and not empty means no colour, whatever its value.
        var isTerminal = !System.Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        int? width = System.Console.IsOutputRedirected ? null : Math.Max(40, System.Console.WindowWidth);
        return new(System.Console.OpenStandardInput(), System.Console.OpenStandardOutput(), System.Console.Error, isTerminal, width);
    }

    public void Dispose()
    {
        try
        {
            Out.Dispose();
        }
        catch (IOException)
        {
            // The reader of the pipe has gone (canonical … | head): nothing is left to say to it.
        }
    }
}
