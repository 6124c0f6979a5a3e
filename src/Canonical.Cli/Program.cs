using System.Runtime.InteropServices;
using Canonical.Cli;

using var cancellation = new CancellationTokenSource();
ITimer? patience = null;
// A signal asks the command to end. Where it does not come to that within a second, since it waits for standard input, it is ended.
void Cancel(PosixSignalContext signal)
{
    signal.Cancel = true;
    cancellation.Cancel();
    patience ??= TimeProvider.System.CreateTimer(_ => Environment.Exit(ExitCodes.Cancelled), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
}
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
using var context = CliContext.ForConsole(cancellation.Token);
return CanonicalCommand.Run(args, context);
