using System.Text;
using System.Text.Json;

namespace Canonical.Mapping.Tests;

/// <summary>The values of an expression in a record that was parsed: the current value, and the root for paths that begin with <c>$.</c>.</summary>
internal readonly struct JsonExpressionValues(Expression expression, JsonElement scope, JsonElement root) : IExpressionValues
{
    public ExpressionValueKind Kind(int path)
    {
        var value = Value(path);
        return value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => ExpressionValueKind.Boolean,
            JsonValueKind.Number => ExpressionValueKind.Number,
            // An escape of half a surrogate pair is JSON and yet no text.
            JsonValueKind.String => JsonScalar.TryRead(value, out _) ? ExpressionValueKind.Text : ExpressionValueKind.Null,
            JsonValueKind.Array => ExpressionValueKind.Array,
            JsonValueKind.Object => ExpressionValueKind.Object,
            _ => ExpressionValueKind.Null,
        };
    }

    public ReadOnlySpan<byte> Text(int path) => JsonScalar.TryRead(Value(path), out var scalar) ? Encoding.UTF8.GetBytes(scalar.Text) : [];

    public bool IsTrue(int path) => Value(path).ValueKind == JsonValueKind.True;

    public int Count(int path) => Value(path) is { ValueKind: JsonValueKind.Array } array ? array.GetArrayLength() : 0;

    private JsonElement Value(int path)
    {
        var member = expression.Paths[path];
        var value = member.FromRoot ? root : scope;
        foreach (var step in member.Steps)
        {
            if (step.Kind == PathStepKind.Member)
                value = value.ValueKind == JsonValueKind.Object && value.TryGetProperty(step.Name, out var found) ? found : default;
            else if (value.ValueKind != JsonValueKind.Array)
                return default;
            else if (step.Kind == PathStepKind.Index)
                value = step.Index < value.GetArrayLength() ? value[step.Index] : default;
            else
                value = value.EnumerateArray().FirstOrDefault(item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(step.Name, out var picked) && JsonScalar.TryRead(picked, out var scalar) && scalar.ForComparison() == step.Literal);
        }

        return value;
    }
}
