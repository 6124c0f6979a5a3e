using System.Globalization;

namespace Canonical.Testing;

/// <summary>The errors of a query, with the drawing that the product puts into its messages.</summary>
internal static class SoqlError
{
    public static SalesforceApiException Malformed(string soql, int position, string text) => new(400, "MALFORMED_QUERY", Draw(soql, position) + text);

    public static SalesforceApiException At(string soql, int position, string errorCode, string text) => new(400, errorCode, Draw(soql, position) + text);

    public static SalesforceApiException InvalidField(string soql, int position, string text) => new(400, "INVALID_FIELD", Draw(soql, position) + text);

    public static SalesforceApiException NoSuchColumn(string soql, int position, string column, string entity) => InvalidField(
        soql,
        position,
        $"No such column '{column}' on entity '{entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.");

    public static SalesforceApiException NoSuchType(string soql, int position, string entity) => new(
        400,
        "INVALID_TYPE",
        Draw(soql, position) + $"sObject type '{entity}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.");

    private static string Draw(string soql, int position)
    {
        int lineStart = position == 0 ? 0 : soql.LastIndexOf('\n', Math.Min(position, soql.Length) - 1) + 1;
        int lineEnd = soql.IndexOf('\n', Math.Min(position, soql.Length));
        string line = soql[lineStart..(lineEnd < 0 ? soql.Length : lineEnd)];
        int row = soql.AsSpan(0, lineStart).Count('\n') + 1;
        int column = position - lineStart + 1;
        return string.Create(CultureInfo.InvariantCulture, $"\n{line}\n{new string(' ', column - 1)}^\nERROR at Row:{row}:Column:{column}\n");
    }
}
