using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Canonical.Mapping;

internal enum ReadStatus
{
    Missing,
    Null,
    Value,

    /// <summary>A member on the way is not an object (or not an array, before a selector).</summary>
    Broken,
}

internal enum WriteStatus
{
    Written,

    /// <summary>Another lens wrote a different value there.</summary>
    Conflict,

    /// <summary>An element before the indexed one is missing.</summary>
    Gap,
}

/// <summary>A parsed member path. Reads JSON and writes nodes; immutable.</summary>
internal sealed class MemberPath
{
    private readonly PathStep[] _steps;

    public MemberPath(string text, bool fromRoot, PathStep[] steps)
    {
        Text = text;
        FromRoot = fromRoot;
        _steps = steps;
    }

    /// <summary>As written in the document.</summary>
    public string Text { get; }

    /// <summary>True for a path that begins with <c>$.</c>.</summary>
    public bool FromRoot { get; }

    public bool IsSelf => _steps.Length == 0;

    public ReadOnlySpan<PathStep> Steps => _steps;

    public static bool TryParse(string text, [NotNullWhen(true)] out MemberPath? path, [NotNullWhen(false)] out string? problem) =>
        PathParser.TryParse(text, out path, out problem);

    /// <summary>Stands for a path with a finding, so that the other checks can go on.</summary>
    public static MemberPath Unreadable(string text) => new(text, false, [new PathStep(PathStepKind.Member, text, 0, default)]);

    /// <summary>The path in an issue: behind the prefix of the element that is being mapped.</summary>
    public string Under(string prefix) =>
        FromRoot ? Text[2..]
        : prefix.Length == 0 ? Text
        : IsSelf ? prefix
        : prefix + "." + Text;

    public ReadStatus Read(JsonElement scope, out JsonElement value)
    {
        value = scope;
        foreach (var step in _steps)
        {
            if (value.ValueKind == JsonValueKind.Null)
                return ReadStatus.Null;
            if (step.Kind == PathStepKind.Member)
            {
                if (value.ValueKind != JsonValueKind.Object)
                    return ReadStatus.Broken;
                if (!value.TryGetProperty(step.Name, out value))
                    return ReadStatus.Missing;
            }
            else
            {
                if (value.ValueKind != JsonValueKind.Array)
                    return ReadStatus.Broken;
                if (!TrySelect(step, value, out value))
                    return ReadStatus.Missing;
            }
        }

        return value.ValueKind == JsonValueKind.Null ? ReadStatus.Null : ReadStatus.Value;
    }

    public Node? Find(Node scope)
    {
        var node = scope;
        foreach (var step in _steps)
        {
            var next = step.Kind switch
            {
                PathStepKind.Member => node.Member(step.Name),
                PathStepKind.Index => step.Index < node.Items.Count ? node.Items[step.Index] : null,
                _ => node.Items.Find(item => item.Member(step.Name)?.IsScalar(step.Literal) == true),
            };
            if (next is null)
                return null;
            node = next;
        }

        return node.Kind == NodeKind.Unset ? null : node;
    }

    public WriteStatus Write(Node scope, Node value)
    {
        var node = scope;
        foreach (var step in _steps)
        {
            if (step.Kind == PathStepKind.Member)
            {
                if (!node.BecomeObject())
                    return WriteStatus.Conflict;
                node = node.Member(step.Name) ?? node.Add(step.Name, new Node());
                continue;
            }

            if (!node.BecomeArray())
                return WriteStatus.Conflict;
            Node? item;
            if (step.Kind == PathStepKind.Index)
            {
                if (step.Index > node.Items.Count)
                    return WriteStatus.Gap;
                item = step.Index < node.Items.Count ? node.Items[step.Index] : null;
            }
            else
            {
                item = node.Items.Find(candidate => candidate.Member(step.Name)?.IsScalar(step.Literal) == true);
            }

            if (item is null)
            {
                item = new Node();
                if (step.Kind == PathStepKind.Match)
                    item.Add(step.Name, Node.Of(step.Literal));
                node.Items.Add(item);
            }

            node = item;
        }

        if (node.Kind == NodeKind.Unset)
        {
            node.Become(value);
            return WriteStatus.Written;
        }

        return node.SameAs(value) ? WriteStatus.Written : WriteStatus.Conflict;
    }

    public override string ToString() => Text;

    private static bool TrySelect(PathStep step, JsonElement array, out JsonElement item)
    {
        if (step.Kind == PathStepKind.Index)
        {
            var inside = step.Index < array.GetArrayLength();
            item = inside ? array[step.Index] : default;
            return inside;
        }

        foreach (var candidate in array.EnumerateArray())
        {
            if (candidate.ValueKind == JsonValueKind.Object
                && candidate.TryGetProperty(step.Name, out var member)
                && JsonScalar.TryRead(member, out var scalar)
                && scalar.ForComparison() == step.Literal)
            {
                item = candidate;
                return true;
            }
        }

        item = default;
        return false;
    }
}
