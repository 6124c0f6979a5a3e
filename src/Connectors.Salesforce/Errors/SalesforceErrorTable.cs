using System.Collections.Frozen;
using System.Net;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>What each errorCode means (Salesforce, REST API Developer Guide, Status Codes and Error Responses). Texts differ between releases and are never looked at, with one exception that is said below.</summary>
internal static class SalesforceErrorTable
{
    private static readonly FrozenDictionary<string, IssueKind> Kinds = new Dictionary<string, IssueKind>(StringComparer.Ordinal)
    {
        ["INVALID_SESSION_ID"] = IssueKind.Authentication,
        ["INVALID_AUTH_HEADER"] = IssueKind.Authentication,
        ["INVALID_OPERATION_WITH_EXPIRED_PASSWORD"] = IssueKind.Authentication,
        ["REQUEST_LIMIT_EXCEEDED"] = IssueKind.Throttled,
        ["TOO_MANY_APEX_REQUESTS"] = IssueKind.Throttled,
        ["UNABLE_TO_LOCK_ROW"] = IssueKind.Transient,
        ["SERVER_UNAVAILABLE"] = IssueKind.Transient,
        ["REQUEST_RUNNING_TOO_LONG"] = IssueKind.Transient,
        ["QUERY_TIMEOUT"] = IssueKind.Transient,
        ["UNKNOWN_EXCEPTION"] = IssueKind.Transient,
        ["INVALID_QUERY_LOCATOR"] = IssueKind.Transient,
        ["INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE"] = IssueKind.Transient,
        ["TERRITORY_REALIGN_IN_PROGRESS"] = IssueKind.Transient,
        ["RECORD_IN_USE_BY_WORKFLOW"] = IssueKind.Transient,
        ["ALL_OR_NONE_OPERATION_ROLLED_BACK"] = IssueKind.Transient,
        ["PROCESSING_HALTED"] = IssueKind.Transient,
        ["DUPLICATE_VALUE"] = IssueKind.Conflict,
        ["DUPLICATES_DETECTED"] = IssueKind.Conflict,
        ["DUPLICATE_EXTERNAL_ID"] = IssueKind.Conflict,
        ["DUPLICATE_USERNAME"] = IssueKind.Conflict,
        ["ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE"] = IssueKind.Conflict,
        ["FIELD_CUSTOM_VALIDATION_EXCEPTION"] = IssueKind.BusinessRule,
        ["FIELD_FILTER_VALIDATION_EXCEPTION"] = IssueKind.BusinessRule,
        ["CANNOT_EXECUTE_FLOW_TRIGGER"] = IssueKind.BusinessRule,
        ["ENTITY_IS_LOCKED"] = IssueKind.BusinessRule,
        ["DELETE_FAILED"] = IssueKind.BusinessRule,
        ["STANDARD_PRICE_NOT_DEFINED"] = IssueKind.BusinessRule,
        ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"] = IssueKind.BusinessRule,
        ["REQUIRED_FIELD_MISSING"] = IssueKind.Validation,
        ["INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"] = IssueKind.Validation,
        ["STRING_TOO_LONG"] = IssueKind.Validation,
        ["NUMBER_OUTSIDE_VALID_RANGE"] = IssueKind.Validation,
        ["INVALID_EMAIL_ADDRESS"] = IssueKind.Validation,
        ["MALFORMED_ID"] = IssueKind.Validation,
        ["JSON_PARSER_ERROR"] = IssueKind.Validation,
        ["INVALID_CROSS_REFERENCE_KEY"] = IssueKind.NotFound,
        ["ENTITY_IS_DELETED"] = IssueKind.NotFound,
        ["NOT_FOUND"] = IssueKind.NotFound,
        ["INSUFFICIENT_ACCESS_OR_READONLY"] = IssueKind.Configuration,
        ["INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"] = IssueKind.Configuration,
        ["INVALID_FIELD"] = IssueKind.Configuration,
        ["INVALID_FIELD_FOR_INSERT_UPDATE"] = IssueKind.Configuration,
        ["INVALID_TYPE"] = IssueKind.Configuration,
        ["INVALID_QUERY_FILTER_OPERATOR"] = IssueKind.Configuration,
        ["MALFORMED_QUERY"] = IssueKind.Configuration,
        ["API_DISABLED_FOR_ORG"] = IssueKind.Configuration,
        ["API_CURRENTLY_DISABLED"] = IssueKind.Configuration,
        ["UNSUPPORTED_API_VERSION"] = IssueKind.Configuration,
        ["METHOD_NOT_ALLOWED"] = IssueKind.Configuration,
        ["EXCEEDED_ID_LIMIT"] = IssueKind.Configuration,
        ["INVALID_REPLICATION_DATE"] = IssueKind.Configuration,
        ["FORBIDDEN"] = IssueKind.Configuration,
        ["FUNCTIONALITY_NOT_ENABLED"] = IssueKind.Configuration,
        ["STORAGE_LIMIT_EXCEEDED"] = IssueKind.Configuration,
        ["LICENSE_LIMIT_EXCEEDED"] = IssueKind.Configuration,
        ["URI_TOO_LONG"] = IssueKind.Configuration,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Remedies = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["UNABLE_TO_LOCK_ROW"] = "Another transaction held the record: send it again later, records of one parent one after another.",
        ["QUERY_TIMEOUT"] = "Ask for a smaller window instead of repeating the query.",
        ["DUPLICATE_VALUE"] = "Another record has the value of a unique field: find it and decide which one is right.",
        ["DUPLICATES_DETECTED"] = "A duplicate rule of the org refused the record: merge it with the one it names, or allow duplicates.",
        ["REQUIRED_FIELD_MISSING"] = "Give the fields that are named.",
        ["STRING_TOO_LONG"] = "Shorten the text or lengthen the field.",
        ["INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"] = "Add the value to the list in Salesforce, or map it to one that is there.",
        ["INVALID_CROSS_REFERENCE_KEY"] = "The record that is referred to does not exist or is not visible: send it first.",
        ["ENTITY_IS_DELETED"] = "The record is in the recycle bin: restore it there or let it go.",
        ["FIELD_CUSTOM_VALIDATION_EXCEPTION"] = "A rule of the org refused the record: correct it as the rule says.",
        ["INSUFFICIENT_ACCESS_OR_READONLY"] = "Give the integration user access to the object and the record.",
        ["INVALID_FIELD"] = "The field does not exist or is hidden from the integration user by field-level security.",
        ["CANNOT_EXECUTE_FLOW_TRIGGER"] = "A flow of the org failed on the record: ask its administrator for the flow's own error.",
        ["ENTITY_IS_LOCKED"] = "An approval holds the record: end it, or let a user write who may edit locked records.",
        ["STANDARD_PRICE_NOT_DEFINED"] = "Give the product a standard price in this currency first.",
        ["STORAGE_LIMIT_EXCEEDED"] = "The org's storage is full: nothing can be created before room is made.",
        ["EXCEEDED_ID_LIMIT"] = "Ask for a smaller span of time.",
        ["INVALID_FIELD_FOR_INSERT_UPDATE"] = "The field is read-only for the integration user.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IssueKind Classify(HttpStatusCode status, SalesforceFaultEntry? entry)
    {
        if (entry is { } known && Kinds.TryGetValue(known.Code, out IssueKind kind))
        {
            // A lock that a trigger or a flow met arrives wrapped in a data code; the nested code is the only mark of it.
            return known.Code is "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" or "CANNOT_EXECUTE_FLOW_TRIGGER" && known.Message.Contains("UNABLE_TO_LOCK_ROW", StringComparison.Ordinal)
                ? IssueKind.Transient
                : kind;
        }

        return (int)status switch
        {
            401 => IssueKind.Authentication,
            403 or 405 or 410 or 414 or 415 or 420 or 428 or 431 => IssueKind.Configuration,
            408 => IssueKind.Transient,
            409 or 412 => IssueKind.Conflict,
            429 => IssueKind.Throttled,
            >= 500 => IssueKind.Transient,
            // Without a code it was not Salesforce's API that spoke but something before it: no record is to blame for that.
            _ when entry is null => IssueKind.Configuration,
            404 => IssueKind.NotFound,
            _ => IssueKind.Validation,
        };
    }

    /// <summary>Which of several entries decides: what concerns every call first, then what is wrong with the record, and what may pass by itself only when nothing else is said.</summary>
    public static int Rank(SalesforceFaultEntry entry) => Classify(HttpStatusCode.BadRequest, entry) switch
    {
        IssueKind.Authentication => 0,
        IssueKind.Throttled => 1,
        IssueKind.Configuration => 2,
        IssueKind.Transient => entry.Code is "ALL_OR_NONE_OPERATION_ROLLED_BACK" or "PROCESSING_HALTED" ? 5 : 4,
        _ => 3,
    };

    public static string? Remedy(string code) => Remedies.GetValueOrDefault(code);
}
