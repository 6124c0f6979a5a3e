using Microsoft.Extensions.Logging;

namespace Connectors.Abstractions;

internal static partial class Log
{
    [LoggerMessage(EventId = 4001, EventName = "Retrying", Level = LogLevel.Warning, Message = "{Connector} {Operation}: try {Attempt} failed ({Cause}); the next follows in {Delay}.")]
    public static partial void Retrying(ILogger logger, string connector, string operation, int attempt, TimeSpan delay, string cause);

    [LoggerMessage(EventId = 4002, EventName = "CallEnded", Level = LogLevel.Debug, Message = "{Connector} {Operation}: answered {Status} after {Retries} retries in {Elapsed}; correlation {CorrelationId}.")]
    public static partial void CallEnded(ILogger logger, string connector, string operation, int status, int retries, TimeSpan elapsed, string? correlationId);

    [LoggerMessage(EventId = 4003, EventName = "CallFailed", Level = LogLevel.Debug, Message = "{Connector} {Operation}: failed with {Code} after {Retries} retries in {Elapsed}; correlation {CorrelationId}.")]
    public static partial void CallFailed(ILogger logger, string connector, string operation, string code, int retries, TimeSpan elapsed, string? correlationId);
}
