using System.Runtime.InteropServices;
using Canonical.Cli;

using var cancellation = new CancellationTokenSource();
// The first signal asks the command to end; a second one finds no handler that objects, and ends the process.
void Cancel(PosixSignalContext signal)
{
    signal.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
using var context = CliContext.ForConsole(cancellation.Token);
return CanonicalCommand.Run(args, context);
