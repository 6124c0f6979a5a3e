using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Contracts;

// Whether a value is valid under a node: yes, no, or not known. Patterns and formats are asked of the validation engine itself.
internal sealed class Evaluator
{
    private const int MaxDepth = 256;
    private readonly Dictionary<string, JsonSchema> _predicates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, bool>> _answers = new(StringComparer.Ordinal);
    private int _depth;

    public bool? IsValid(SchemaNode node, Datum value) => Check(node, value, null);

    public bool Matches(string pattern, string text) => Ask("pattern", pattern, text);

    public bool IsFormat(string format, string text) => Ask("format", format, text);

    private bool Ask(string keyword, string argument, string text)
    {
        var schema = keyword + ":" + argument;
        if (!_answers.TryGetValue(schema, out var answers)) _answers.Add(schema, answers = new(StringComparer.Ordinal));
        if (answers.TryGetValue(text, out var answer)) return answer;
        if (!_predicates.TryGetValue(schema, out var predicate))
        {
            predicate = JsonSchema.Parse($"{{\"{keyword}\":\"{JsonEncodedText.Encode(argument)}\"}}");
            _predicates.Add(schema, predicate);
        }
        answer = predicate.IsValid(Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text)}\""));
        answers.Add(text, answer);
        return answer;
    }

    private bool? Check(SchemaNode node, Datum value, Marks? outer)
    {
        if (node.Opaque is not null) return null;
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _depth--;
            return null;
        }
        var marks = outer is not null || node.UnevaluatedItems is not null || node.UnevaluatedProperties is not null ? new Marks() : null;
        var result = Own(node, value) & InPlace(node, value, marks);
        result &= value.Kind switch
        {
            JsonKinds.Object => Members(node, value, marks),
            JsonKinds.Array => Items(node, value, marks),
            _ => true,
        };
        _depth--;
        if (result != false) outer?.Add(marks!);
        return result;
    }

    private bool Own(SchemaNode node, Datum value)
    {
        if ((node.Types & value.Kind) == JsonKinds.None && !(value.Kind == JsonKinds.Number && node.Types.HasFlag(JsonKinds.Integer) && value.Number.IsInteger)) return false;
        if (node.Values is not null && !node.Values.Contains(value)) return false;
        switch (value.Kind)
        {
            case JsonKinds.Number:
                var number = value.Number;
                return !(number < node.Minimum || number > node.Maximum || number <= node.ExclusiveMinimum || number >= node.ExclusiveMaximum || (node.MultipleOf is { } divisor && !(number / divisor).IsInteger));
            case JsonKinds.String:
                if (node.MinLength > 0 || node.MaxLength is not null)
                {
                    var length = Datum.CountCodePoints(value.Text);
                    if (length < node.MinLength || length > node.MaxLength) return false;
                }
                return (node.Pattern is null || Matches(node.Pattern, value.Text)) && (node.Format is null || IsFormat(node.Format, value.Text));
            default:
                return true;
        }
    }

    private bool? InPlace(SchemaNode node, Datum value, Marks? marks)
    {
        bool? result = true;
        if (node.IsReference) result &= Branch(node.Target!, value, marks);
        foreach (var child in node.AllOf) result &= Branch(child, value, marks);
        if (node.AnyOf.Count > 0)
        {
            bool? any = false;
            foreach (var child in node.AnyOf) any |= Branch(child, value, marks);
            result &= any;
        }
        if (node.OneOf.Count > 0)
        {
            var (yes, maybe) = (0, 0);
            foreach (var child in node.OneOf)
            {
                var one = Branch(child, value, marks);
                if (one == true) yes++;
                if (one is null) maybe++;
            }
            result &= yes > 1 ? false : maybe > 0 ? null : yes == 1;
        }
        if (node.Not is not null) result &= !Check(node.Not, value, null);
        if (node.If is not null)
        {
            var condition = Branch(node.If, value, marks);
            if (condition != false && node.Then is not null) result &= !condition | Branch(node.Then, value, marks);
            if (condition != true && node.Else is not null) result &= condition | Branch(node.Else, value, marks);
        }
        return result;
    }

    private bool? Branch(SchemaNode node, Datum value, Marks? marks)
    {
        if (marks is null) return Check(node, value, null);
        var own = new Marks();
        var result = Check(node, value, own);
        if (result == true) marks.Add(own);
        if (result is null) marks.Uncertain = true;
        return result;
    }

    private bool? Members(SchemaNode node, Datum value, Marks? marks)
    {
        bool? result = value.Members.Count >= node.MinProperties && !(value.Members.Count > node.MaxProperties);
        foreach (var name in node.Required) result &= value.Find(name) is not null;
        foreach (var (trigger, names) in node.DependentRequired)
        {
            if (value.Find(trigger) is null) continue;
            foreach (var name in names) result &= value.Find(name) is not null;
        }
        foreach (var (trigger, schema) in node.DependentSchemas)
        {
            if (value.Find(trigger) is not null) result &= Branch(schema, value, marks);
        }
        foreach (var (name, member) in value.Members)
        {
            if (node.PropertyNames is not null) result &= Check(node.PropertyNames, Datum.Of(name), null);
            var isKnown = false;
            if (node.Properties.TryGetValue(name, out var schema))
            {
                isKnown = true;
                result &= Check(schema, member, null);
            }
            foreach (var (pattern, matching) in node.PatternProperties)
            {
                if (!Matches(pattern, name)) continue;
                isKnown = true;
                result &= Check(matching, member, null);
            }
            if (!isKnown && node.AdditionalProperties is not null)
            {
                isKnown = true;
                result &= Check(node.AdditionalProperties, member, null);
            }
            if (isKnown) marks?.Names.Add(name);
        }
        if (node.UnevaluatedProperties is null) return result;
        foreach (var (name, member) in value.Members)
        {
            if (!marks!.Uncertain && marks.Names.Contains(name)) continue;
            var rest = Check(node.UnevaluatedProperties, member, null);
            result &= rest == true ? true : marks.Uncertain ? null : rest;
        }
        marks!.Names.UnionWith(value.Members.Select(m => m.Key));
        return result;
    }

    private bool? Items(SchemaNode node, Datum value, Marks? marks)
    {
        var count = value.Items.Count;
        bool? result = count >= node.MinItems && !(count > node.MaxItems);
        for (var i = 0; i < count; i++)
        {
            var schema = i < node.PrefixItems.Count ? node.PrefixItems[i] : node.Items;
            if (schema is null) continue;
            result &= Check(schema, value.Items[i], null);
            marks?.Items.Add(i);
        }
        if (node.UniqueItems && value.Items.Distinct().Count() != count) result = false;
        if (node.Contains is not null)
        {
            var (yes, maybe) = (0, 0);
            for (var i = 0; i < count; i++)
            {
                var item = Check(node.Contains, value.Items[i], null);
                if (item == true)
                {
                    yes++;
                    marks?.Items.Add(i);
                }
                if (item is null) maybe++;
            }
            if (maybe > 0 && marks is not null) marks.Uncertain = true;
            result &= yes >= node.MinContains ? true : yes + maybe >= node.MinContains ? null : false;
            if (node.MaxContains is { } most) result &= yes > most ? false : yes + maybe > most ? null : true;
        }
        if (node.UnevaluatedItems is null) return result;
        for (var i = 0; i < count; i++)
        {
            if (!marks!.Uncertain && marks.Items.Contains(i)) continue;
            var rest = Check(node.UnevaluatedItems, value.Items[i], null);
            result &= rest == true ? true : marks.Uncertain ? null : rest;
        }
        for (var i = 0; i < count; i++) marks!.Items.Add(i);
        return result;
    }

    // What adjacent keywords have evaluated. Uncertain when a branch of which it is not known whether it holds may have evaluated more.
    private sealed class Marks
    {
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public HashSet<int> Items { get; } = [];

        public bool Uncertain { get; set; }

        public void Add(Marks other)
        {
            Names.UnionWith(other.Names);
            Items.UnionWith(other.Items);
            Uncertain |= other.Uncertain;
        }
    }
}
