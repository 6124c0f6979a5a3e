using Microsoft.Extensions.Logging;

namespace Connectors.Salesforce;

internal static partial class Log
{
    [LoggerMessage(EventId = 5101, EventName = "CursorRestarted", Level = LogLevel.Information, Message = "The query cursor over {ObjectName} was gone; reading goes on behind the last record.")]
    public static partial void CursorRestarted(ILogger logger, string objectName);
}
