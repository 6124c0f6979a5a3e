namespace Canonical.Mapping;

/// <summary>The words of pages, the same in Markdown and HTML.</summary>
internal static class LineageWords
{
    public static string How(LineageStep step)
    {
        var words = new List<string>();
        words.Add(step.Kind switch
        {
            "header" => "set by the mapper",
            "field" or "first" or "extension" when step.Converter is not null => step.Kind == "first" ? $"the first that has a value, {step.Converter}" : step.Converter,
            "first" => "the first that has a value",
            "field" or "extension" => "as it stands",
            "constant" => "constant " + step.Value,
            "default" => "where nothing else was written: " + step.Value,
            "money" => step.Value is null ? "money" : $"money, {step.Value}",
            "reference" => "reference " + step.Value,
            "table" => "code table",
            "concat" => "joined",
            "split" => "split",
            "rest" => "everything that no lens reads",
            _ => step.Kind,
        });
        if (step.Conditions.Count > 0)
            words.Add("when " + string.Join(" and ", step.Conditions));
        if (step.Overlay is not null)
            words.Add("overlay " + step.Overlay);
        return string.Join(", ", words);
    }

    public static string Arrow(MappingDirection? direction) => direction switch
    {
        MappingDirection.ToCanonical => "→",
        MappingDirection.ToVendor => "←",
        _ => "⇄",
    };

    public static string Name(MappingDirection? direction) => direction switch
    {
        MappingDirection.ToCanonical => "toCanonical",
        MappingDirection.ToVendor => "toVendor",
        _ => "both",
    };
}
