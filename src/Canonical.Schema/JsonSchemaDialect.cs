namespace Canonical.Schema;

/// <summary>The JSON Schema dialects that are understood. Thread-safe: a value.</summary>
public enum JsonSchemaDialect
{
    /// <summary>JSON Schema draft 2020-12, <c>https://json-schema.org/draft/2020-12/schema</c>. The default.</summary>
    Draft202012,

    /// <summary>JSON Schema draft 2019-09, <c>https://json-schema.org/draft/2019-09/schema</c>.</summary>
    Draft201909,

    /// <summary>JSON Schema draft-07, <c>http://json-schema.org/draft-07/schema#</c>.</summary>
    Draft7,
}
