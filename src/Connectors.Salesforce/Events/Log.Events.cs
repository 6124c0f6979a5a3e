using Microsoft.Extensions.Logging;

namespace Connectors.Salesforce;

internal static partial class Log
{
    [LoggerMessage(EventId = 5201, EventName = "SubscriptionBroke", Message = "The subscription to {Topic} broke ({Reason}, try {Failures}); it is made again.")]
    public static partial void SubscriptionBroke(ILogger logger, LogLevel level, string topic, string reason, int failures);

    [LoggerMessage(EventId = 5202, EventName = "EventsMissed", Level = LogLevel.Warning, Message = "Events of {Topic} were missed ({Reason}); what has changed is read instead.")]
    public static partial void EventsMissed(ILogger logger, string topic, string reason);

    [LoggerMessage(EventId = 5203, EventName = "EventsLost", Level = LogLevel.Warning, Message = "Salesforce no longer has the place in {Topic} ({Reason}); events may be lost, and the caller is told.")]
    public static partial void EventsLost(ILogger logger, string topic, string reason);

    [LoggerMessage(EventId = 5204, EventName = "CommitRefused", Level = LogLevel.Warning, Message = "Salesforce did not keep the place in {Topic} (code {Error}); the events since come again after a break.")]
    public static partial void CommitRefused(ILogger logger, string topic, int error);
}
