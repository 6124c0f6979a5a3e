namespace Connectors.Salesforce;

/// <summary>How the child records of one relation are written together with their header. Immutable and thread-safe.</summary>
public sealed record SalesforceLineOptions
{
    /// <summary>The member of a mapped line that tells it from the others of its header unless set: <c>Id</c>, where the mappings of this package put the canonical line id.</summary>
    public const string DefaultKeyMember = "Id";

    /// <summary>The relation as the mapping names it, without <c>.records</c>: <c>OpportunityLineItems</c>.</summary>
    public required string Relation { get; init; }

    /// <summary>The object of the lines: <c>OpportunityLineItem</c>.</summary>
    public required string ObjectName { get; init; }

    /// <summary>The field of a line that refers to its header: <c>OpportunityId</c>. The sink fills it.</summary>
    public required string ParentField { get; init; }

    /// <summary>The field of a line that holds our id of it: text, external id and unique. It finds the line again, whatever became of the last answer.</summary>
    public required string ExternalIdField { get; init; }

    /// <summary>The member of a mapped line that tells it from the others of its header; it is not written itself. <see cref="DefaultKeyMember"/> unless set.</summary>
    public string KeyMember { get; init; } = DefaultKeyMember;

    /// <summary>The value of <see cref="ExternalIdField"/>, from the external id of the header and the line's own key; null for both with a hyphen between. Where external ids of headers are of your own choosing
    /// (<see cref="SalesforceWriteOptions{T}.ExternalId"/>), <c>-</c> and <c>_</c> within the line's key then stand as <c>_1</c> and <c>_0</c>: line <c>1-1</c> of <c>P-100</c> is not line <c>1</c> of <c>P-100-1</c>. It must never change for a line and be unique in the org.</summary>
    public Func<string, string, string>? ExternalId { get; init; }

    /// <summary>What becomes of lines in the org that the object does not have. An object without the member for lines leaves all of them as they are; an empty list has none. <see cref="SalesforceMissingLines.DeleteWritten"/> unless set.</summary>
    public SalesforceMissingLines Missing { get; init; }

    /// <summary>Fields of the header that Salesforce works out from its lines, such as <c>Amount</c>: not written while there are lines, since Salesforce refuses or forgets them. Empty unless set.</summary>
    public IReadOnlyList<string> HeaderTotals { get; init; } = [];

    /// <summary>Lines of opportunities; <c>Amount</c> is their sum.</summary>
    /// <param name="externalIdField">The field of the line that holds our id.</param>
    /// <returns>The options.</returns>
    public static SalesforceLineOptions OpportunityLineItems(string externalIdField) => new()
    {
        Relation = "OpportunityLineItems",
        ObjectName = "OpportunityLineItem",
        ParentField = "OpportunityId",
        ExternalIdField = externalIdField,
        HeaderTotals = ["Amount"],
    };

    /// <summary>Items of orders.</summary>
    /// <param name="externalIdField">The field of the item that holds our id.</param>
    /// <returns>The options.</returns>
    public static SalesforceLineOptions OrderItems(string externalIdField) => new()
    {
        Relation = "OrderItems",
        ObjectName = "OrderItem",
        ParentField = "OrderId",
        ExternalIdField = externalIdField,
    };

    /// <summary>Expenses of expense reports of Certinia PSA.</summary>
    /// <param name="externalIdField">The field of the expense that holds our id; the package has <c>pse__Mobile_Expense_Reference_ID__c</c>.</param>
    /// <returns>The options.</returns>
    public static SalesforceLineOptions Expenses(string externalIdField = "pse__Mobile_Expense_Reference_ID__c") => new()
    {
        Relation = "pse__Expense_Lines__r",
        ObjectName = "pse__Expense__c",
        ParentField = "pse__Expense_Report__c",
        ExternalIdField = externalIdField,
    };

    // Canonical ids have one length, so that the hyphen behind them is found. Behind others it has to be the last one.
    internal string KeyOf(string header, string line, bool isCanonical) =>
        ExternalId is not null ? ExternalId(header, line)
        : isCanonical ? $"{header}-{line}"
        : $"{header}-{line.Replace("_", "_0", StringComparison.Ordinal).Replace("-", "_1", StringComparison.Ordinal)}";

    internal void Check(string parameter)
    {
        SoqlName.Object(Relation, parameter);
        SoqlName.Object(ObjectName, parameter);
        SoqlName.Object(ParentField, parameter);
        SoqlName.Object(KeyMember, parameter);
        foreach (string total in HeaderTotals)
            SoqlName.Object(total, parameter);
        if (SoqlName.Object(ExternalIdField, parameter).Equals("Id", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"The lines of {Relation} need an external id field of their own: an id of Salesforce is not known before the line is there.", parameter);
    }
}
