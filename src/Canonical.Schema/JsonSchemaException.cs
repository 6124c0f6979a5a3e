namespace Canonical.Schema;

/// <summary>A schema that cannot be used: it is not JSON, a keyword has a value that it may not have, or a reference leads nowhere. Thread-safe: immutable.</summary>
public sealed class JsonSchemaException : Exception
{
    /// <summary>Makes an exception without a code; for serializers and tests.</summary>
    public JsonSchemaException() : this("The schema cannot be used.") { }

    /// <summary>Makes an exception without a code; for serializers and tests.</summary>
    /// <param name="message">What is wrong.</param>
    public JsonSchemaException(string message) : this(SchemaCodes.InvalidKeyword, message, null, null) { }

    /// <summary>Makes an exception without a code; for serializers and tests.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public JsonSchemaException(string message, Exception? innerException) : this(SchemaCodes.InvalidKeyword, message, null, innerException) { }

    internal JsonSchemaException(string code, string message, string? schemaLocation, Exception? innerException = null)
        : base(schemaLocation is null ? message : $"{message} (at {schemaLocation})", innerException)
    {
        Code = code;
        SchemaLocation = schemaLocation;
    }

    /// <summary>The permanent code of the problem, one of <see cref="SchemaCodes"/>, <c>SCH3…</c>.</summary>
    public string Code { get; }

    /// <summary>Where in the schema: an absolute URI when the schema has one, then <c>#</c> and a JSON Pointer (RFC 6901). Null when the schema could not be read at all.</summary>
    public string? SchemaLocation { get; }
}
