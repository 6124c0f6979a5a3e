namespace Canonical.Schema;

// Rare keywords have methods of their own: what a schema does not use need not be compiled when a process starts.
internal sealed partial class GraphCompiler
{
    private void FillApplicator(SchemaValue value)
    {
        switch (value.Keyword)
        {
            case Keyword.Properties:
                foreach (var member in Members(value))
                {
                    var index = NameIndex(member.Name!);
                    while (_properties.Count <= index) _properties.Add(null);
                    _properties[index] = Child(member);
                }
                break;
            case Keyword.PatternProperties:
                FillPatternProperties(value);
                break;
            case Keyword.AdditionalProperties:
                _node.AdditionalProperties = Child(value);
                break;
            case Keyword.PropertyNames:
                _node.PropertyNames = Child(value);
                break;
            case Keyword.PrefixItems:
                if (_dialect.Draft == JsonSchemaDialect.Draft202012) _node.PrefixItems = Children(value, orEmpty: true);
                break;
            case Keyword.Items:
                if (_dialect.Draft == JsonSchemaDialect.Draft202012 || value.Kind != SchemaKind.Array) _node.Items = Child(value);
                else FillTuple(value);
                break;
            case Keyword.Contains:
                _node.Contains = Child(value);
                _node.ContainsMarks = _dialect.Draft == JsonSchemaDialect.Draft202012;
                break;
            case Keyword.AllOf:
                _node.AllOf = Children(value, orEmpty: false);
                break;
            case Keyword.AnyOf:
                _node.AnyOf = Children(value, orEmpty: false);
                break;
            case Keyword.OneOf:
                _node.OneOf = Children(value, orEmpty: false);
                break;
            case Keyword.Not:
                _node.Not = Child(value);
                break;
            case Keyword.If:
                _node.If = Child(value);
                break;
            case Keyword.DependentSchemas:
                if (_dialect.Draft == JsonSchemaDialect.Draft7) break;
                foreach (var member in Members(value)) AddDependentSchema(member, value.Name!);
                break;
            case Keyword.Dependencies:
                FillDependencies(value);
                break;
        }
    }

    private void FillPatternProperties(SchemaValue value)
    {
        var members = Members(value);
        var patterns = new PatternProperty[members.Length];
        for (var i = 0; i < patterns.Length; i++) patterns[i] = new PatternProperty(TextPattern.Compile(members[i].Name!, options.PatternTimeout, members[i]), Child(members[i]));
        _node.PatternProperties = patterns;
    }

    // Before 2020-12 an array of "items" was what "prefixItems" is now, and "additionalItems" the rest.
    private void FillTuple(SchemaValue value)
    {
        _node.PrefixItems = Children(value, orEmpty: true);
        _node.PrefixKeyword = "items";
        if (_node.Source[Keyword.AdditionalItems] is not { } rest) return;
        _node.Items = Child(rest);
        _node.ItemsKeyword = "additionalItems";
    }

    // Split in two since 2019-09 and kept for the schemas that still have it.
    private void FillDependencies(SchemaValue value)
    {
        foreach (var member in Members(value))
        {
            if (member.Kind == SchemaKind.Array) AddDependentRequired(member, value.Name!);
            else AddDependentSchema(member, value.Name!);
        }
    }

    private void FillConsequences(SchemaValue source)
    {
        if (source[Keyword.Then] is { } then) _node.Then = Child(then);
        if (source[Keyword.Else] is { } otherwise) _node.Else = Child(otherwise);
        // With neither, "if" still gives the annotations that unevaluated keywords read.
    }

    private void FillValidation(SchemaValue value)
    {
        switch (value.Keyword)
        {
            case Keyword.Type:
                _node.Types = Types(value);
                break;
            case Keyword.Enum:
                if (value.Kind != SchemaKind.Array) throw Invalid(value, "an array");
                _node.Enum = Prepare(value).Items;
                break;
            case Keyword.Const:
                _node.Const = Prepare(value);
                break;
            case Keyword.Minimum:
                _node.Minimum = Number(value);
                break;
            case Keyword.Maximum:
                _node.Maximum = Number(value);
                break;
            case Keyword.ExclusiveMinimum:
                _node.ExclusiveMinimum = Number(value);
                break;
            case Keyword.ExclusiveMaximum:
                _node.ExclusiveMaximum = Number(value);
                break;
            case Keyword.MultipleOf:
                _node.MultipleOf = Number(value);
                if (!_node.MultipleOf.IsPositive) throw Invalid(value, "a number greater than 0");
                break;
            case Keyword.MinLength:
                _node.MinLength = Count(value);
                break;
            case Keyword.MaxLength:
                _node.MaxLength = Count(value);
                break;
            case Keyword.Pattern:
                _node.Pattern = TextPattern.Compile(Text(value), options.PatternTimeout, value);
                break;
            case Keyword.MinItems:
                _node.MinItems = Count(value);
                break;
            case Keyword.MaxItems:
                _node.MaxItems = Count(value);
                break;
            case Keyword.UniqueItems:
                if (!value.IsBoolean) throw Invalid(value, "true or false");
                _node.UniqueItems = value.Kind == SchemaKind.True;
                break;
            case Keyword.MinProperties:
                _node.MinProperties = Count(value);
                break;
            case Keyword.MaxProperties:
                _node.MaxProperties = Count(value);
                break;
            case Keyword.Required:
                _node.Required = Names(value);
                break;
            default:
                if (_dialect.Draft != JsonSchemaDialect.Draft7) FillLateValidation(value);
                break;
        }
    }

    // The keywords of the drafts since 2019-09.
    private void FillLateValidation(SchemaValue value)
    {
        if (value.Keyword == Keyword.MinContains) _node.MinContains = Count(value);
        else if (value.Keyword == Keyword.MaxContains) _node.MaxContains = Count(value);
        else if (value.Keyword == Keyword.DependentRequired) FillDependentRequired(value);
    }

    private void FillDependentRequired(SchemaValue value)
    {
        foreach (var member in Members(value)) AddDependentRequired(member, value.Name!);
    }

    private void AddDependentRequired(SchemaValue member, string keyword)
    {
        var count = _node.DependentRequired.Length;
        Array.Resize(ref _node.DependentRequired, count + 1);
        _node.DependentRequired[count] = new DependentNames(NameIndex(member.Name!), Names(member), keyword);
    }

    private void AddDependentSchema(SchemaValue member, string keyword)
    {
        var count = _node.DependentSchemas.Length;
        Array.Resize(ref _node.DependentSchemas, count + 1);
        _node.DependentSchemas[count] = new DependentSchema(NameIndex(member.Name!), Child(member), keyword);
    }

    private int[] Names(SchemaValue value)
    {
        if (value.Kind != SchemaKind.Array) throw Invalid(value, "an array of names");
        var indexes = new int[value.Items.Length];
        for (var i = 0; i < indexes.Length; i++) indexes[i] = NameIndex(Text(value.Items[i]));
        return indexes;
    }

    private SchemaValue[] Members(SchemaValue value) => value.IsObject ? value.Members : throw Invalid(value, "an object");

    private Node[] Children(SchemaValue value, bool orEmpty)
    {
        if (value.Kind != SchemaKind.Array || (value.Items.Length == 0 && !orEmpty)) throw Invalid(value, "an array with one schema or more");
        var children = new Node[value.Items.Length];
        for (var i = 0; i < children.Length; i++) children[i] = Child(value.Items[i]);
        return children;
    }

    private ExactNumber Number(SchemaValue value) => value.Kind == SchemaKind.Number ? new ExactNumber(value.Text!) : throw Invalid(value, "a number");

    private long Count(SchemaValue value)
    {
        if (value.Kind == SchemaKind.Number)
        {
            // Nearly always a few digits.
            var text = value.Text!;
            long count = 0;
            var at = 0;
            while (at < text.Length && at < 18 && char.IsAsciiDigit(text[at])) count = count * 10 + (text[at++] - '0');
            if (at == text.Length) return count;
        }
        return CountExactly(value);
    }

    private long CountExactly(SchemaValue value) => (value.Kind == SchemaKind.Number ? new ExactNumber(value.Text!).AsCount() : null) ?? throw Invalid(value, "a whole number, 0 or more");

    private JsonTypes Types(SchemaValue value)
    {
        if (value.IsString) return OneType(value);
        if (value.Kind != SchemaKind.Array) throw Invalid(value, "the name of a type, or an array of such names");
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
        _ => throw Invalid(value, "one of null, boolean, object, array, number, string and integer"),
    };
}
