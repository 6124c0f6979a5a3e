namespace Canonical.Schema;

/// <summary>The keywords that mean something to a validator, of all dialects. In the order of <see cref="Keywords.Names"/>.</summary>
internal enum Keyword : byte
{
    None,
    Id, Schema, Ref, Anchor, DynamicRef, DynamicAnchor, RecursiveRef, RecursiveAnchor, Vocabulary, Defs, Definitions,
    Properties, PatternProperties, AdditionalProperties, PropertyNames, PrefixItems, Items, AdditionalItems, Contains, UnevaluatedItems, UnevaluatedProperties, ContentSchema,
    AllOf, AnyOf, OneOf, Not, If, Then, Else, DependentSchemas, Dependencies,
    Type, Enum, Const, Minimum, Maximum, ExclusiveMinimum, ExclusiveMaximum, MultipleOf, MinLength, MaxLength, Pattern, Format,
    MinItems, MaxItems, UniqueItems, MinContains, MaxContains, MinProperties, MaxProperties, Required, DependentRequired,
}

/// <summary>Finds keywords by name, once for each member when a schema is read: what follows switches on numbers, which is less code to compile when a process starts than comparing with texts again and again.</summary>
internal static class Keywords
{
    public const string Names =
        "$id $schema $ref $anchor $dynamicRef $dynamicAnchor $recursiveRef $recursiveAnchor $vocabulary $defs definitions " +
        "properties patternProperties additionalProperties propertyNames prefixItems items additionalItems contains unevaluatedItems unevaluatedProperties contentSchema " +
        "allOf anyOf oneOf not if then else dependentSchemas dependencies " +
        "type enum const minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern format " +
        "minItems maxItems uniqueItems minContains maxContains minProperties maxProperties required dependentRequired";

    // Values of a type of the framework, whose dictionary is compiled with it.
    private static readonly Dictionary<string, int> Known = Index();

    public static Keyword Find(string name) => Known.TryGetValue(name, out var keyword) ? (Keyword)keyword : Keyword.None;

    private static Dictionary<string, int> Index()
    {
        var names = Names.Split(' ');
        var known = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++) known.Add(names[i], i + 1);
        return known;
    }
}
