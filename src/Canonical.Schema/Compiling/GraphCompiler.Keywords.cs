namespace Canonical.Schema;

internal sealed partial class GraphCompiler
{
    private bool FillApplicator(string keyword, SchemaValue value)
    {
        var draft = _dialect.Draft;
        switch (keyword)
        {
            case "properties":
                foreach (var member in Members(keyword, value))
                {
                    var index = NameIndex(member.Name);
                    while (_properties.Count <= index) _properties.Add(null);
                    _properties[index] = Child(member.Value);
                }
                return true;
            case "patternProperties":
                _node.PatternProperties = Array.ConvertAll(Members(keyword, value), m => new PatternProperty(TextPattern.Compile(m.Name, options.PatternTimeout, m.Value), Child(m.Value)));
                return true;
            case "additionalProperties":
                _node.AdditionalProperties = Child(value);
                return true;
            case "propertyNames":
                _node.PropertyNames = Child(value);
                return true;
            case "prefixItems" when draft == JsonSchemaDialect.Draft202012:
                _node.PrefixItems = Children(keyword, value, orEmpty: true);
                return true;
            case "items" when draft == JsonSchemaDialect.Draft202012 || value.Kind != SchemaKind.Array:
                _node.Items = Child(value);
                return true;
            case "items":
                _node.PrefixItems = Children(keyword, value, orEmpty: true);
                _node.PrefixKeyword = "items";
                return true;
            case "contains":
                _node.Contains = Child(value);
                _node.ContainsMarks = draft == JsonSchemaDialect.Draft202012;
                return true;
            case "allOf":
                _node.AllOf = Children(keyword, value, orEmpty: false);
                return true;
            case "anyOf":
                _node.AnyOf = Children(keyword, value, orEmpty: false);
                return true;
            case "oneOf":
                _node.OneOf = Children(keyword, value, orEmpty: false);
                return true;
            case "not":
                _node.Not = Child(value);
                return true;
            case "if":
                _node.If = Child(value);
                return true;
            case "dependentSchemas" when draft != JsonSchemaDialect.Draft7:
                _node.DependentSchemas = [.. _node.DependentSchemas, .. Members(keyword, value).Select(m => new DependentSchema(NameIndex(m.Name), Child(m.Value), keyword))];
                return true;
            case "dependencies":
                // Split in two since 2019-09 and kept for the schemas that still have it.
                foreach (var member in Members(keyword, value))
                {
                    if (member.Value.Kind == SchemaKind.Array) AddDependentRequired(member, keyword);
                    else _node.DependentSchemas = [.. _node.DependentSchemas, new DependentSchema(NameIndex(member.Name), Child(member.Value), keyword)];
                }
                return true;
            default:
                return false;
        }
    }

    // Keywords whose meaning depends on one beside them.
    private void FillAdjacent(SchemaValue source)
    {
        if (!_dialect.Has(Vocabularies.Applicator)) return;
        if (_node.If is not null)
        {
            if (source["then"] is { } then) _node.Then = Child(then);
            if (source["else"] is { } otherwise) _node.Else = Child(otherwise);
            // With neither, "if" still gives the annotations that unevaluated keywords read.
        }
        if (_node.PrefixKeyword == "items" && source["additionalItems"] is { } rest)
        {
            _node.Items = Child(rest);
            _node.ItemsKeyword = "additionalItems";
        }
    }

    private bool FillValidation(string keyword, SchemaValue value)
    {
        var draft = _dialect.Draft;
        switch (keyword)
        {
            case "type":
                _node.Types = Types(value);
                return true;
            case "enum":
                if (value.Kind != SchemaKind.Array) throw Invalid(keyword, "an array");
                _node.Enum = Prepare(value).Items;
                return true;
            case "const":
                _node.Const = Prepare(value);
                return true;
            case "minimum":
                _node.Minimum = Number(keyword, value);
                return true;
            case "maximum":
                _node.Maximum = Number(keyword, value);
                return true;
            case "exclusiveMinimum":
                _node.ExclusiveMinimum = Number(keyword, value);
                return true;
            case "exclusiveMaximum":
                _node.ExclusiveMaximum = Number(keyword, value);
                return true;
            case "multipleOf":
                _node.MultipleOf = Number(keyword, value);
                if (!_node.MultipleOf.IsPositive) throw Invalid(keyword, "a number greater than 0");
                return true;
            case "minLength":
                _node.MinLength = Count(keyword, value);
                return true;
            case "maxLength":
                _node.MaxLength = Count(keyword, value);
                return true;
            case "pattern":
                _node.Pattern = TextPattern.Compile(Text(keyword, value), options.PatternTimeout, value);
                return true;
            case "minItems":
                _node.MinItems = Count(keyword, value);
                return true;
            case "maxItems":
                _node.MaxItems = Count(keyword, value);
                return true;
            case "uniqueItems":
                if (!value.IsBoolean) throw Invalid(keyword, "true or false");
                _node.UniqueItems = value.Kind == SchemaKind.True;
                return true;
            case "minContains" when draft != JsonSchemaDialect.Draft7:
                _node.MinContains = Count(keyword, value);
                return true;
            case "maxContains" when draft != JsonSchemaDialect.Draft7:
                _node.MaxContains = Count(keyword, value);
                return true;
            case "minProperties":
                _node.MinProperties = Count(keyword, value);
                return true;
            case "maxProperties":
                _node.MaxProperties = Count(keyword, value);
                return true;
            case "required":
                _node.Required = Names(keyword, value);
                return true;
            case "dependentRequired" when draft != JsonSchemaDialect.Draft7:
                foreach (var member in Members(keyword, value)) AddDependentRequired(member, keyword);
                return true;
            default:
                return false;
        }
    }

    private void AddDependentRequired(SchemaMember member, string keyword) =>
        _node.DependentRequired = [.. _node.DependentRequired, new DependentNames(NameIndex(member.Name), Names(keyword, member.Value), keyword)];

    private int[] Names(string keyword, SchemaValue value)
    {
        if (value.Kind != SchemaKind.Array) throw Invalid(keyword, "an array of names");
        var indexes = new int[value.Items.Length];
        for (var i = 0; i < indexes.Length; i++) indexes[i] = NameIndex(Text(keyword, value.Items[i]));
        return indexes;
    }

    private SchemaMember[] Members(string keyword, SchemaValue value) => value.IsObject ? value.Members : throw Invalid(keyword, "an object");

    private Node[] Children(string keyword, SchemaValue value, bool orEmpty)
    {
        if (value.Kind != SchemaKind.Array || (value.Items.Length == 0 && !orEmpty)) throw Invalid(keyword, "an array with one schema or more");
        return Array.ConvertAll(value.Items, Child);
    }

    private ExactNumber Number(string keyword, SchemaValue value) => value.Kind == SchemaKind.Number ? new ExactNumber(value.Text!) : throw Invalid(keyword, "a number");

    private long Count(string keyword, SchemaValue value) => (value.Kind == SchemaKind.Number ? new ExactNumber(value.Text!).AsCount() : null) ?? throw Invalid(keyword, "a whole number, 0 or more");

    private JsonTypes Types(SchemaValue value)
    {
        if (value.IsString) return OneType(value);
        if (value.Kind != SchemaKind.Array) throw Invalid("type", "the name of a type, or an array of such names");
        var types = JsonTypes.None;
        foreach (var item in value.Items) types |= OneType(item);
        return types;
    }

    private JsonTypes OneType(SchemaValue value) => value.Text switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "object" => JsonTypes.Object,
        "array" => JsonTypes.Array,
        "number" => JsonTypes.Number,
        "string" => JsonTypes.String,
        "integer" => JsonTypes.Integer,
        _ => throw Invalid("type", "one of null, boolean, object, array, number, string and integer"),
    };
}
