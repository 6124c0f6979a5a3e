namespace Canonical.Schema;

/// <summary>The permanent codes of errors: <c>SCH1…</c> the document cannot be read, <c>SCH2…</c> it breaks a rule, <c>SCH3…</c> the schema cannot be used. Listed with their remedies in <c>docs/errors/schema.md</c>. Thread-safe: constants.</summary>
public static class SchemaCodes
{
    /// <summary>The document is not JSON (RFC 8259).</summary>
    public const string InvalidJson = "SCH1001";
    /// <summary>The document is not valid UTF-8, or a string escape names half of a surrogate pair.</summary>
    public const string InvalidUnicode = "SCH1002";
    /// <summary>An object names a property twice.</summary>
    public const string DuplicateProperty = "SCH1003";
    /// <summary>The document nests deeper than <see cref="JsonSchemaOptions.MaxDepth"/>.</summary>
    public const string TooDeep = "SCH1004";
    /// <summary>The document has more bytes than <see cref="JsonSchemaOptions.MaxDocumentBytes"/>.</summary>
    public const string TooLarge = "SCH1005";
    /// <summary>Validation was ended because alternatives of the schema multiply on this document.</summary>
    public const string TooMuchWork = "SCH1006";

    /// <summary>The value has a kind that <c>type</c> does not allow.</summary>
    public const string WrongType = "SCH2001";
    /// <summary>The value is none of those of <c>enum</c>.</summary>
    public const string NotInEnum = "SCH2002";
    /// <summary>The value is not that of <c>const</c>.</summary>
    public const string NotConst = "SCH2003";
    /// <summary>The schema allows no value here (<c>false</c>).</summary>
    public const string NothingAllowed = "SCH2004";
    /// <summary>The number is less than <c>minimum</c> or not greater than <c>exclusiveMinimum</c>.</summary>
    public const string NumberTooSmall = "SCH2101";
    /// <summary>The number is greater than <c>maximum</c> or not less than <c>exclusiveMaximum</c>.</summary>
    public const string NumberTooLarge = "SCH2102";
    /// <summary>The number is no multiple of <c>multipleOf</c>.</summary>
    public const string NotMultiple = "SCH2103";
    /// <summary>The string has fewer characters than <c>minLength</c>.</summary>
    public const string StringTooShort = "SCH2201";
    /// <summary>The string has more characters than <c>maxLength</c>.</summary>
    public const string StringTooLong = "SCH2202";
    /// <summary>The string does not match <c>pattern</c>.</summary>
    public const string PatternMismatch = "SCH2203";
    /// <summary>The string is not what <c>format</c> names.</summary>
    public const string FormatMismatch = "SCH2204";
    /// <summary>A backtracking <c>pattern</c> took longer than <see cref="JsonSchemaOptions.PatternTimeout"/>; the string is rejected.</summary>
    public const string PatternTimedOut = "SCH2205";
    /// <summary>The array has fewer items than <c>minItems</c>.</summary>
    public const string TooFewItems = "SCH2301";
    /// <summary>The array has more items than <c>maxItems</c>, or an item where the schema allows none.</summary>
    public const string TooManyItems = "SCH2302";
    /// <summary>Two items of an array with <c>uniqueItems</c> are equal.</summary>
    public const string ItemsNotUnique = "SCH2303";
    /// <summary>Fewer items match <c>contains</c> than <c>minContains</c> asks for.</summary>
    public const string TooFewMatches = "SCH2304";
    /// <summary>More items match <c>contains</c> than <c>maxContains</c> allows.</summary>
    public const string TooManyMatches = "SCH2305";
    /// <summary>A property of <c>required</c> is missing.</summary>
    public const string PropertyMissing = "SCH2401";
    /// <summary>A property that the schema does not know, where it allows no others.</summary>
    public const string PropertyUnknown = "SCH2402";
    /// <summary>The object has fewer properties than <c>minProperties</c>.</summary>
    public const string TooFewProperties = "SCH2403";
    /// <summary>The object has more properties than <c>maxProperties</c>.</summary>
    public const string TooManyProperties = "SCH2404";
    /// <summary>A property that another one requires is missing.</summary>
    public const string DependencyMissing = "SCH2405";
    /// <summary>The name of a property breaks a rule of <c>propertyNames</c>.</summary>
    public const string PropertyNameInvalid = "SCH2406";
    /// <summary>No alternative of <c>anyOf</c> or <c>oneOf</c> matches.</summary>
    public const string NoAlternative = "SCH2501";
    /// <summary>More than one alternative of <c>oneOf</c> matches.</summary>
    public const string SeveralAlternatives = "SCH2502";
    /// <summary>The value matches what <c>not</c> forbids.</summary>
    public const string Forbidden = "SCH2503";

    /// <summary>The schema is not JSON, or names a member twice.</summary>
    public const string SchemaNotJson = "SCH3001";
    /// <summary>A keyword has a value that it may not have.</summary>
    public const string InvalidKeyword = "SCH3002";
    /// <summary>A reference leads to no schema.</summary>
    public const string UnresolvedReference = "SCH3003";
    /// <summary>The metaschema that <c>$schema</c> names is unknown or cannot be used.</summary>
    public const string UnknownDialect = "SCH3004";
    /// <summary>The metaschema requires a vocabulary that is not supported.</summary>
    public const string UnknownVocabulary = "SCH3005";
    /// <summary>A <c>pattern</c> is no regular expression that can be run.</summary>
    public const string InvalidPattern = "SCH3006";
    /// <summary>Two schemas have the same URI or anchor.</summary>
    public const string DuplicateIdentifier = "SCH3007";
    /// <summary>References go in a circle without reading anything of the document.</summary>
    public const string ReferenceCycle = "SCH3008";
    /// <summary>The schema passes a limit of size or depth.</summary>
    public const string SchemaTooLarge = "SCH3009";
}
