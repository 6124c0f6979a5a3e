using System.Text.Json.Nodes;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>One worker as it came: its keys, the record for the mapping, and what was odd about it.</summary>
/// <param name="Wid">The Workday ID, 32 hexadecimal digits, unique in the tenant; null when the answer held no reference.</param>
/// <param name="Alternate">The other key, for example <c>Employee_ID=21001</c>; null when there is only the Workday ID.</param>
/// <param name="Json">The record under the names of Workday.</param>
/// <param name="Issues">What was left out and why.</param>
internal sealed record WorkerRecord(string? Wid, string? Alternate, JsonObject Json, IReadOnlyList<RecordIssue> Issues)
{
    /// <summary>The types that name a worker beside the Workday ID. The number alone is not unique: an employee and a contingent worker may share it.</summary>
    private static readonly string[] AlternateTypes = ["Employee_ID", "Contingent_Worker_ID"];

    public static WorkerRecord Create(JsonObject json, IReadOnlyList<RecordIssue> issues)
    {
        var reference = json["Worker_Reference"] as JsonObject;
        string? wid = reference?["WID"]?.GetValue<string>();
        string? alternate = null;
        foreach (string type in AlternateTypes)
        {
            if (alternate is null && reference?[type]?.GetValue<string>() is { } value)
                alternate = $"{type}={value}";
        }

        return new WorkerRecord(wid, alternate, json, issues);
    }
}
