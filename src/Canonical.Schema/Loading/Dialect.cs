namespace Canonical.Schema;

/// <summary>Which keywords a schema resource may use.</summary>
[Flags]
internal enum Vocabularies
{
    Core = 1,
    Applicator = 2,
    Unevaluated = 4,
    Validation = 8,
    MetaData = 16,
    FormatAnnotation = 32,
    FormatAssertion = 64,
    Content = 128,
    Standard = Core | Applicator | Unevaluated | Validation | MetaData | FormatAnnotation | Content,
}

/// <summary>The rules that a schema resource is read by: a draft and the vocabularies that its metaschema turns on.</summary>
internal sealed class Dialect(JsonSchemaDialect draft, Vocabularies vocabularies)
{
    public readonly JsonSchemaDialect Draft = draft;
    public readonly Vocabularies Vocabularies = vocabularies;

    public static readonly Dialect Draft202012 = new(JsonSchemaDialect.Draft202012, Vocabularies.Standard);
    public static readonly Dialect Draft201909 = new(JsonSchemaDialect.Draft201909, Vocabularies.Standard);
    public static readonly Dialect Draft7 = new(JsonSchemaDialect.Draft7, Vocabularies.Standard);

    public const string Uri202012 = "https://json-schema.org/draft/2020-12/schema";
    public const string Uri201909 = "https://json-schema.org/draft/2019-09/schema";
    public const string Uri7 = "http://json-schema.org/draft-07/schema";

    public bool Has(Vocabularies vocabulary) => (Vocabularies & vocabulary) != default;

    /// <summary>In draft-07 a <c>$ref</c> hides everything beside it.</summary>
    public bool RefHidesSiblings => Draft == JsonSchemaDialect.Draft7;

    public static Dialect Of(JsonSchemaDialect draft) => draft switch
    {
        JsonSchemaDialect.Draft202012 => Draft202012,
        JsonSchemaDialect.Draft201909 => Draft201909,
        JsonSchemaDialect.Draft7 => Draft7,
        _ => throw new ArgumentOutOfRangeException(nameof(draft)),
    };

    public static Dialect? Standard(string uri) => uri switch
    {
        Uri202012 => Draft202012,
        Uri201909 => Draft201909,
        Uri7 or "https://json-schema.org/draft-07/schema" => Draft7,
        _ => null,
    };

    /// <summary>The vocabulary that a URI names and the draft that it is of, or null.</summary>
    public static (JsonSchemaDialect Draft, Vocabularies Vocabulary)? Vocabulary(string uri)
    {
        const string Prefix2020 = "https://json-schema.org/draft/2020-12/vocab/";
        const string Prefix2019 = "https://json-schema.org/draft/2019-09/vocab/";
        if (uri.StartsWith(Prefix2020, StringComparison.Ordinal))
        {
            Vocabularies? vocabulary = uri[Prefix2020.Length..] switch
            {
                "core" => Vocabularies.Core,
                "applicator" => Vocabularies.Applicator,
                "unevaluated" => Vocabularies.Unevaluated,
                "validation" => Vocabularies.Validation,
                "meta-data" => Vocabularies.MetaData,
                "format-annotation" => Vocabularies.FormatAnnotation,
                "format-assertion" => Vocabularies.FormatAssertion,
                "content" => Vocabularies.Content,
                _ => null,
            };
            return vocabulary is { } known ? (JsonSchemaDialect.Draft202012, known) : null;
        }
        if (uri.StartsWith(Prefix2019, StringComparison.Ordinal))
        {
            Vocabularies? vocabulary = uri[Prefix2019.Length..] switch
            {
                "core" => Vocabularies.Core,
                // 2019-09 had no vocabulary of its own for the unevaluated keywords.
                "applicator" => Vocabularies.Applicator | Vocabularies.Unevaluated,
                "validation" => Vocabularies.Validation,
                "meta-data" => Vocabularies.MetaData,
                "format" => Vocabularies.FormatAnnotation,
                "content" => Vocabularies.Content,
                _ => null,
            };
            return vocabulary is { } known ? (JsonSchemaDialect.Draft201909, known) : null;
        }
        return null;
    }
}
