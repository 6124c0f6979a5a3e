using Canonical.Model;

using Microsoft.Extensions.Logging;

namespace Canonical.Sync;

internal static partial class Log
{
    [LoggerMessage(EventId = 5001, EventName = "ItemEnded", Level = LogLevel.Debug, Message = "{ObjectType} to {Target}: {Outcome} {Code}")]
    public static partial void ItemEnded(ILogger logger, string objectType, string target, SyncOutcome outcome, string? code);

    [LoggerMessage(EventId = 5002, EventName = "RunEnded", Level = LogLevel.Information,
        Message = "{ObjectType} to {Target}: {Read} read, {Posts} posts, {Refused} refused, {Rejected} rejected, {Deferred} deferred, {InDoubt} in doubt.")]
    public static partial void RunEnded(ILogger logger, string objectType, string target, long read, long posts, long refused, long rejected, long deferred, long inDoubt);

    [LoggerMessage(EventId = 5003, EventName = "LeaseLost", Level = LogLevel.Warning,
        Message = "SYN1013: the outcome of posting {Key} at {Target} came after its lease was lost; the posting is in doubt. Let leases last longer than calls.")]
    public static partial void LeaseLost(ILogger logger, string target, IdempotencyKey key);
}
