using System.Text.Json;

namespace Canonical.Testing;

/// <summary>The rules that an administrator made: validation and duplicate rules. They are about writes over the API, bulk jobs and committed transactions, not about seeds. Thread-safe.</summary>
public sealed class SalesforceSandboxRules
{
    private readonly SalesforceStore _store;
    private readonly TimeProvider _time;
    private readonly List<(SalesforceValidationRule Rule, SalesforceType Type, Func<SalesforceRow, bool> Holds)> _validations = [];
    private readonly List<(SalesforceDuplicateRule Rule, SalesforceType Type, int[] Columns)> _duplicates = [];

    internal SalesforceSandboxRules(SalesforceStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    /// <summary>Adds a validation rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>The same rules.</returns>
    /// <exception cref="ArgumentException">The object or the field is unknown, or the condition is none.</exception>
    public SalesforceSandboxRules Add(SalesforceValidationRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_store.Gate)
        {
            SalesforceType type = _store.Required(rule.ObjectName);
            if (rule.Field is not null)
                Column(type, rule.Field);
            try
            {
                _validations.Add((rule, type, SoqlPlan.Condition(_store, type, rule.Condition, _time.GetUtcNow())));
            }
            catch (SalesforceApiException e)
            {
                throw new ArgumentException($"The condition '{rule.Condition}' of '{type.Name}' is refused: {e.ErrorCode}: {e.Message}", nameof(rule), e);
            }
        }

        return this;
    }

    /// <summary>Adds a duplicate rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>The same rules.</returns>
    /// <exception cref="ArgumentException">The object or a field is unknown, or no field is given.</exception>
    public SalesforceSandboxRules Add(SalesforceDuplicateRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_store.Gate)
        {
            SalesforceType type = _store.Required(rule.ObjectName);
            if (rule.Fields.Count == 0)
                throw new ArgumentException("A duplicate rule names the fields that it compares.", nameof(rule));
            _duplicates.Add((rule, type, [.. rule.Fields.Select(f => Column(type, f))]));
        }

        return this;
    }

    /// <summary>Takes all rules away.</summary>
    public void Clear()
    {
        lock (_store.Gate)
        {
            _validations.Clear();
            _duplicates.Clear();
        }
    }

    /// <summary>Refuses a record that breaks a rule. The caller holds the store's gate.</summary>
    internal void Check(SalesforceRow row, bool allowDuplicates)
    {
        foreach ((SalesforceValidationRule rule, SalesforceType type, Func<SalesforceRow, bool> holds) in _validations)
        {
            if (type == row.Type && holds(row))
                throw new SalesforceApiException(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", rule.Message, rule.Field is null ? [] : [type.AllFields[type.IndexOf(rule.Field)].Name]);
        }

        foreach ((SalesforceDuplicateRule rule, SalesforceType type, int[] columns) in _duplicates)
        {
            if (type != row.Type || (allowDuplicates && rule.AllowSave) || Array.Exists(columns, c => row[c] is null))
                continue;
            List<SalesforceRow> others = [.. _store.Table(type).FindBy(columns[0], row[columns[0]]!).Where(o => !o.IsDeleted && o.Id != row.Id && Array.TrueForAll(columns, c => o[c] is { } value && SalesforceValueComparer.Instance.Equals(value, row[c])))];
            if (others.Count > 0)
                throw new SalesforceApiException(400, "DUPLICATES_DETECTED", rule.Message) { WriteDetails = writer => WriteResult(writer, rule, others) };
        }
    }

    private static void WriteResult(Utf8JsonWriter writer, SalesforceDuplicateRule rule, List<SalesforceRow> others)
    {
        writer.WriteStartObject("duplicateResult");
        writer.WriteBoolean("allowSave", rule.AllowSave);
        writer.WriteString("duplicateRule", rule.DeveloperName);
        writer.WriteString("duplicateRuleEntityType", others[0].Type.Name);
        writer.WriteString("errorMessage", rule.Message);
        writer.WriteStartArray("matchResults");
        writer.WriteStartObject();
        writer.WriteString("entityType", others[0].Type.Name);
        writer.WriteStartArray("errors");
        writer.WriteEndArray();
        writer.WriteString("matchEngine", "ExactMatchEngine");
        writer.WriteStartArray("matchRecords");
        foreach (SalesforceRow other in others)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("additionalInformation");
            writer.WriteEndArray();
            writer.WriteStartArray("fieldDiffs");
            writer.WriteEndArray();
            writer.WritePropertyName("matchConfidence");
            writer.WriteRawValue("100.0");
            writer.WriteStartObject("record");
            SalesforceRecordJson.WriteAttributes(writer, other, "v64.0");
            writer.WriteString("Id", other.Id);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("rule", rule.DeveloperName.Replace("Duplicate", "Match", StringComparison.Ordinal));
        writer.WriteNumber("size", others.Count);
        writer.WriteBoolean("success", true);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static int Column(SalesforceType type, string field) => type.IndexOf(field) is >= 0 and var column
        ? column
        : throw new ArgumentException($"The object '{type.Name}' has no field '{field}' in the sandbox.", nameof(field));
}
