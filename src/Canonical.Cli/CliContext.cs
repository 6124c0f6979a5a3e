using System.Text;
using Spectre.Console;

namespace Canonical.Cli;

// The streams of one run, so that a test can be the shell. What few runs need is made when it is asked for: start-up is most of a short run.
internal sealed class CliContext : IDisposable
{
    private const int PipeWidth = 200;

    // Below this a run is over before anybody could look at a bar.
    private const long SmallestProgress = 64 * 1024 * 1024;

    private readonly Lazy<Stream> _input;
    private readonly Lazy<TextWriter> _error;
    private readonly bool _isTerminal;
    private readonly Lazy<int> _width;
    private IAnsiConsole? _console;

    public CliContext(Stream input, Stream output, TextWriter error, bool isTerminal = false, int? width = null)
        : this(new Lazy<Stream>(input), output, new Lazy<TextWriter>(error), isTerminal, isTerminal, new Lazy<int>(width ?? PipeWidth))
    {
    }

    private CliContext(Lazy<Stream> input, Stream output, Lazy<TextWriter> error, bool isTerminal, bool usesColour, Lazy<int> width)
    {
        _input = input;
        _error = error;
        _isTerminal = isTerminal;
        _width = width;
        UsesColour = usesColour;
        Output = output;
        Out = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
    }

    public Stream Input => _input.Value;

    // For bytes; text goes to Out, which must be flushed before bytes follow.
    public Stream Output { get; }

    public TextWriter Out { get; }

    public TextWriter Error => _error.Value;

    public bool UsesColour { get; }

    // Where canonical.json is looked for, from here upwards.
    public string Folder { get; init; } = Environment.CurrentDirectory;

    // Ends a long run; a signal of the terminal in the real command.
    public CancellationToken CancellationToken { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    // For tables.
    public IAnsiConsole Console => _console ??= CreateConsole();

    public static CliContext ForConsole(CancellationToken cancellationToken)
    {
        var isTerminal = !System.Console.IsOutputRedirected && !System.Console.IsErrorRedirected;
        // https://no-color.org: present and not empty means no colour, whatever its value.
        var usesColour = !System.Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new(new(System.Console.OpenStandardInput), System.Console.OpenStandardOutput(), new(() => System.Console.Error), isTerminal, usesColour,
            new(() => System.Console.IsOutputRedirected ? PipeWidth : Math.Max(40, System.Console.WindowWidth)))
        {
            CancellationToken = cancellationToken,
        };
    }

    // A bar only where a person looks on: in a pipe or a file it would be noise.
    public ProgressBar? CreateProgressBar(long bytes) => _isTerminal && bytes >= SmallestProgress ? new ProgressBar(Error, bytes, Time) : null;

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

    private IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = UsesColour ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = UsesColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Out),
        });
        console.Profile.Width = _width.Value;
        return console;
    }
}
