using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>What the columns of a bulk query are: CSV has no types, describe has. Immutable and thread-safe.</summary>
internal sealed class SalesforceBulkShape
{
    private readonly Dictionary<string, SalesforceBulkCell> _cells = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _parents = new(StringComparer.OrdinalIgnoreCase);

    private SalesforceBulkShape(string objectName) => ObjectName = objectName;

    /// <summary>The object of the rows.</summary>
    public string ObjectName { get; }

    /// <summary>Asks for the object and for the parents that the fields go through.</summary>
    /// <exception cref="ConnectorException">A field is one that Bulk API does not give, or the org cannot be reached.</exception>
    public static async Task<SalesforceBulkShape> ReadAsync(SalesforceClient client, string objectName, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var shape = new SalesforceBulkShape(objectName);
        var known = new Dictionary<string, SalesforceObjectDescription>(StringComparer.OrdinalIgnoreCase);
        foreach (string path in fields)
        {
            string[] names = path.Split('.');
            string? at = objectName;
            for (int i = 0; i < names.Length - 1 && at is not null; i++)
            {
                SalesforceObjectDescription here = await DescribeAsync(at).ConfigureAwait(false);
                if (here.TryGetField(names[i], out SalesforceFieldDescription? whole) && whole.Type is "address" or "location")
                    throw Refused(objectName, $"{whole!.Name} is a compound field");
                // Of several possible objects, what they have in common is text.
                at = here.Fields.FirstOrDefault(f => string.Equals(f.RelationshipName, names[i], StringComparison.OrdinalIgnoreCase)) is { ReferenceTo: [var target] } ? target : null;
                if (at is not null)
                    shape._parents[string.Join('.', names[..(i + 1)])] = at;
            }

            SalesforceFieldDescription? field = null;
            if (at is not null)
            {
                SalesforceObjectDescription description = await DescribeAsync(at).ConfigureAwait(false);
                _ = description.TryGetField(names[^1], out field);
            }

            if (field?.Type is "address" or "location" or "base64")
                throw Refused(objectName, $"{path} is {(field.Type == "base64" ? "a file" : "a compound field")}");
            shape._cells[path] = field?.Type switch
            {
                "boolean" => SalesforceBulkCell.Boolean,
                "int" or "long" or "double" or "currency" or "percent" => SalesforceBulkCell.Number,
                "datetime" => SalesforceBulkCell.Instant,
                _ => SalesforceBulkCell.Text,
            };
        }

        return shape;

        async Task<SalesforceObjectDescription> DescribeAsync(string name)
        {
            if (!known.TryGetValue(name, out SalesforceObjectDescription? description))
                known.Add(name, description = await client.DescribeAsync(name, cancellationToken).ConfigureAwait(false));
            return description;
        }
    }

    /// <summary>What a column is; text when nobody knows.</summary>
    public SalesforceBulkCell CellOf(string column) => _cells.GetValueOrDefault(column, SalesforceBulkCell.Text);

    /// <summary>The object of a parent such as <c>Account</c> or <c>Account.Owner</c>; null when it is one of several.</summary>
    public string? ParentOf(string path) => _parents.GetValueOrDefault(path);

    public static ConnectorException Refused(string objectName, string reason, string? vendorCode = null) => new(
        SalesforceErrorCodes.NotInBulk,
        IssueKind.Configuration,
        $"Bulk API does not give what is asked of {objectName}: {reason}. Read it page by page with SalesforceObjectSource, or map the single fields.")
    {
        VendorCode = vendorCode,
    };
}
