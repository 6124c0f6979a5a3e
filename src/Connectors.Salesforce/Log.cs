using Microsoft.Extensions.Logging;

namespace Connectors.Salesforce;

internal static partial class Log
{
    [LoggerMessage(EventId = 5101, EventName = "ReadingRestarted", Level = LogLevel.Information, Message = "Reading {ObjectName} broke off ({Code}); it goes on behind the last record.")]
    public static partial void ReadingRestarted(ILogger logger, string objectName, string code);
}
