using Microsoft.Extensions.Logging;

namespace Connectors.Abstractions;

internal static partial class Log
{
    [LoggerMessage(EventId = 4001, EventName = "Retrying", Level = LogLevel.Warning, Message = "{Connector} {Operation}: try {Attempt} failed ({Cause}); the next follows in {Delay}.")]
    public static partial void Retrying(ILogger logger, string connector, string operation, int attempt, TimeSpan delay, string cause);
}
