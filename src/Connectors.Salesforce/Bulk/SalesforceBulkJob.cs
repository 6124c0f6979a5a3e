using System.Text.Json;

namespace Connectors.Salesforce;

/// <summary>A job of Bulk API 2.0 as Salesforce last told about it. Immutable and thread-safe.</summary>
public sealed record SalesforceBulkJob
{
    /// <summary>The id, to go on after a restart.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required SalesforceBulkJobState State { get; init; }

    /// <summary>The object; null when it was not told.</summary>
    public string? ObjectName { get; init; }

    /// <summary>Rows that were dealt with so far; null when it was not told.</summary>
    public long? RowsProcessed { get; init; }

    /// <summary>Rows of those that failed; null when it was not told.</summary>
    public long? RowsFailed { get; init; }

    /// <summary>The code of why it failed, such as <c>InvalidBatch</c>; null when it did not. The text behind it is left out, since it can hold values.</summary>
    public string? FailureCode { get; init; }

    /// <summary>True when nothing will change any more.</summary>
    public bool IsOver => State is SalesforceBulkJobState.JobComplete or SalesforceBulkJobState.Failed or SalesforceBulkJobState.Aborted;

    internal static SalesforceBulkJob Read(JsonElement job, string operation)
    {
        string? failure = job.ValueKind == JsonValueKind.Object ? SalesforceAnswers.Text(job, "errorMessage") : null;
        return new SalesforceBulkJob
        {
            Id = (job.ValueKind == JsonValueKind.Object ? SalesforceAnswers.Text(job, "id") : null) is { } id && SalesforceRecordId.IsValid(id) ? id : throw SalesforceAnswers.Unexpected(operation, "the job has no id"),
            State = SalesforceAnswers.Text(job, "state") switch
            {
                "Open" => SalesforceBulkJobState.Open,
                "UploadComplete" => SalesforceBulkJobState.UploadComplete,
                "InProgress" => SalesforceBulkJobState.InProgress,
                "JobComplete" => SalesforceBulkJobState.JobComplete,
                "Failed" => SalesforceBulkJobState.Failed,
                "Aborted" => SalesforceBulkJobState.Aborted,
                _ => SalesforceBulkJobState.Unknown,
            },
            ObjectName = SalesforceAnswers.Text(job, "object"),
            RowsProcessed = SalesforceAnswers.ReadInteger(job, "numberRecordsProcessed"),
            RowsFailed = SalesforceAnswers.ReadInteger(job, "numberRecordsFailed"),
            FailureCode = failure?.Split(':', 2)[0].Trim(),
        };
    }
}
