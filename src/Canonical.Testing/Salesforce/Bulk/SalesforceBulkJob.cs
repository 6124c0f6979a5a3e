using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>What ingest and query jobs have in common. A job goes on when it is asked after, not by time.</summary>
internal abstract class SalesforceBulkJob(string id, string operation, string userId, DateTimeOffset createdAt, int version, string lineEnding, string columnDelimiter)
{
    private static readonly Dictionary<string, char> Delimiters = new(StringComparer.Ordinal)
    {
        ["COMMA"] = ',',
        ["SEMICOLON"] = ';',
        ["TAB"] = '\t',
        ["PIPE"] = '|',
        ["CARET"] = '^',
        ["BACKQUOTE"] = '`',
    };

    public string Id { get; } = id;

    public string Operation { get; } = operation;

    public int Version { get; } = version;

    public bool CrLf { get; } = lineEnding == "CRLF";

    public char Delimiter { get; } = Delimiters[columnDelimiter];

    public string State { get; set; } = "Open";

    /// <summary>How often the job still answers that it is in progress.</summary>
    public int PollsLeft { get; set; }

    public string? ErrorMessage { get; set; }

    public bool IsFinished => State is "JobComplete" or "Failed" or "Aborted";

    public abstract string Object { get; }

    public abstract string JobType { get; }

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public static bool IsDelimiter(string name) => Delimiters.ContainsKey(name);

    /// <summary>Goes on by one step. Work is done a batch at a time, so that no caller waits for all of it.</summary>
    public void Advance()
    {
        if (State == "UploadComplete")
        {
            State = "InProgress";
        }
        else if (State == "InProgress" && PollsLeft-- <= 0)
        {
            if (Work() && State == "InProgress")
                State = "JobComplete";
        }
    }

    public SalesforceCsvWriter NewWriter() => new((byte)Delimiter, CrLf);

    public void Write(Utf8JsonWriter writer, bool withProgress, bool withType = false)
    {
        string at = SalesforceValue.Instant(CreatedAt);
        writer.WriteStartObject();
        writer.WriteString("id", Id);
        writer.WriteString("operation", Operation);
        writer.WriteString("object", Object);
        writer.WriteString("createdById", userId);
        writer.WriteString("createdDate", at);
        writer.WriteString("systemModstamp", at);
        writer.WriteString("state", State);
        WriteKey(writer);
        writer.WriteString("concurrencyMode", "Parallel");
        writer.WriteString("contentType", "CSV");
        // A number, not a text: 64.0
        writer.WritePropertyName("apiVersion");
        writer.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"{Version}.0"));
        WriteContentUrl(writer);
        writer.WriteString("lineEnding", CrLf ? "CRLF" : "LF");
        writer.WriteString("columnDelimiter", columnDelimiter);
        if (withProgress || withType)
            writer.WriteString("jobType", JobType);
        if (withProgress)
        {
            WriteProgress(writer);
            writer.WriteNumber("retries", 0);
            writer.WriteNumber("totalProcessingTime", 0);
            if (ErrorMessage is not null)
                writer.WriteString("errorMessage", ErrorMessage);
        }

        writer.WriteEndObject();
    }

    /// <summary>Does a part of the work; true when it is done.</summary>
    protected abstract bool Work();

    protected virtual void WriteKey(Utf8JsonWriter writer)
    {
    }

    protected virtual void WriteContentUrl(Utf8JsonWriter writer)
    {
    }

    protected abstract void WriteProgress(Utf8JsonWriter writer);
}
