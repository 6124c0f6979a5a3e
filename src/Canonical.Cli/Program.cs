using Canonical.Cli;

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    cancellation.Cancel();
};
using var context = CliContext.ForConsole();
return await CanonicalCommand.RunAsync(args, context, cancellation.Token).ConfigureAwait(false);
