namespace Canonical.Schema;

/// <summary>Recognises conditions that ask only whether properties are there and have one of a few values.</summary>
internal static class ConditionShape
{
    public static bool IsSimple(Node node)
    {
        if (!HasNothingBut(node, properties: true)) return false;
        for (var i = 0; i < node.Properties.Length; i++)
        {
            if (node.Properties[i] is { } property && Values(property) is null) return false;
        }
        return true;
    }

    public static bool IsRequiredOnly(Node node) => HasNothingBut(node, properties: false);

    public static void AddTerms(Node node, ObjectRules rules, ConditionRules condition)
    {
        for (var i = 0; i < node.Properties.Length; i++)
        {
            if (node.Properties[i] is { } property) condition.Terms.Add(new ConditionTerm(rules.Index(node.Names!.Names[i]), Values(property), IsRequired(node, i)));
        }
        foreach (var required in node.Required)
        {
            if (required >= node.Properties.Length || node.Properties[required] is null) condition.Terms.Add(new ConditionTerm(rules.Index(node.Names!.Names[required]), null, true));
        }
    }

    // A loop: the framework's search in whole numbers is not compiled with it.
    private static bool IsRequired(Node node, int name)
    {
        foreach (var required in node.Required)
        {
            if (required == name) return true;
        }
        return false;
    }

    // The values as raw JSON, or null when the node asks for more, or for values with several writings.
    private static byte[][]? Values(Node node)
    {
        if (node.Constant is not null || node.Ref is not null || node.DynamicRef is not null || node.HasUnevaluated || node.HasInPlace) return null;
        if (node.Const is null == node.Enum is null || node.MinLength > 0 || node.MaxLength < long.MaxValue || node.Pattern is not null || node.Format != FormatKind.None) return null;
        var values = node.Enum ?? [node.Const!];
        var raw = new byte[values.Length][];
        for (var i = 0; i < values.Length; i++)
        {
            if (ConditionRules.Raw(values[i]) is not { } bytes || (node.Types & KindRules.KindOf(values[i].Kind)) == JsonTypes.None) return null;
            raw[i] = bytes;
        }
        return raw;
    }

    private static bool HasNothingBut(Node node, bool properties) =>
        node.Constant is null && (node.Types & JsonTypes.Object) != JsonTypes.None && node.Enum is null && node.Const is null && !node.HasUnevaluated && !node.HasInPlace
        && node.MinProperties == 0 && node.MaxProperties == long.MaxValue && node.DependentRequired.Length == 0 && node.PatternProperties.Length == 0 && node.AdditionalProperties is null && node.PropertyNames is null
        && (properties || node.Properties.Length == 0);
}
