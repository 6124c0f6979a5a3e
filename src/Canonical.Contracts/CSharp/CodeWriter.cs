namespace Canonical.Contracts;

// Codes: an enum where we own the list, a struct around the text where others may add to it.
internal static class CodeWriter
{
    public static string Write(CodeShape code, CSharpTarget target)
    {
        var text = CSharpGenerator.Begin(code.Contract, target, "System", "System.Diagnostics.CodeAnalysis", "System.Globalization");
        if (code.IsOpen) WriteOpen(text, code);
        else WriteClosed(text, code);
        return text.ToString();
    }

    private static void WriteClosed(CSharpText text, CodeShape code)
    {
        text.Summary(code.Description);
        text.Remarks($"A closed code of {code.Contract.Id}. Thread-safe: a value.");
        text.Open($"public enum {code.Name}");
        for (var i = 0; i < code.Values.Count; i++)
        {
            var value = code.Values[i];
            if (i > 0) text.Line();
            text.Doc($"<summary>{Describe(value)}</summary>");
            text.Line(value.Name + ",");
        }
        text.Close();
        text.Line();

        text.Summary($"The texts of {code.Name} in JSON.");
        text.Remarks("Thread-safe: static and without state.");
        text.Open($"public static class {code.Name}Codes");
        text.Line("// In the order of the values.");
        text.Line($"private static readonly ContractNames Texts = new({string.Join(", ", code.Values.Select(v => CSharpText.Literal(v.Code)))});");
        text.Line();
        text.Summary("The text of a value; the number of one that is not of the enum, which validation refuses.");
        text.Doc("<param name=\"value\">The value.</param>");
        text.Doc("<returns>The text.</returns>");
        text.Open($"public static string ToCode(this {code.Name} value) => value switch");
        foreach (var value in code.Values) text.Line($"{code.Name}.{value.Name} => {CSharpText.Literal(value.Code)},");
        text.Line("_ => ((int)value).ToString(CultureInfo.InvariantCulture),");
        text.Close(";");
        text.Line();

        text.Summary("Reads a text, if it is one of the code.");
        text.Doc("<param name=\"code\">The text.</param>");
        text.Doc("<param name=\"value\">The value.</param>");
        text.Doc("<returns>True when it is.</returns>");
        text.Open($"public static bool TryParse([NotNullWhen(true)] string? code, out {code.Name} value)");
        text.Open("switch (code)");
        foreach (var value in code.Values) text.Line($"case {CSharpText.Literal(value.Code)}: value = {code.Name}.{value.Name}; return true;");
        text.Line("default: value = default; return false;");
        text.Close();
        text.Close();
        text.Line();

        text.Open($"internal static bool TryReadFrom(ref ContractReader reader, out {code.Name} value)");
        text.Line("var isRead = reader.TryReadCode(Texts, out var index);");
        text.Line($"value = ({code.Name})index;");
        text.Line("return isRead;");
        text.Close();
        text.Line();
        text.Line($"internal static void Write(ref ContractWriter writer, {code.Name} value, bool posting) => writer.WriteCode(Texts, (int)value);");
        text.Close();
    }

    private static void WriteOpen(CSharpText text, CodeShape code)
    {
        text.Summary(code.Description);
        text.Remarks($"An open code of {code.Contract.Id}: known values are named, others are kept as they are. Thread-safe: an immutable value.");
        text.Open($"public readonly record struct {code.Name}");
        text.Line("private readonly string? _value;");
        text.Line();
        text.Summary("Makes a code from its text.");
        text.Doc("<param name=\"value\">The text.</param>");
        text.Doc("<exception cref=\"ArgumentException\">The text is empty.</exception>");
        text.Open($"public {code.Name}(string value)");
        text.Line("ArgumentException.ThrowIfNullOrEmpty(value);");
        text.Line("_value = value;");
        text.Close();
        foreach (var value in code.Values)
        {
            text.Line();
            text.Doc($"<summary>{Describe(value)}</summary>");
            text.Line($"public static {code.Name} {value.Name} {{ get; }} = new({CSharpText.Literal(value.Code)});");
        }
        text.Line();
        text.Summary("The text; empty for the default value, which validation refuses.");
        text.Line("public string Value => _value ?? \"\";");
        text.Line();
        text.Summary("True when the contract names the value.");
        text.Line(code.Values.Count == 0
            ? "public bool IsKnown => false;"
            : $"public bool IsKnown => Value is {string.Join(" or ", code.Values.Select(v => CSharpText.Literal(v.Code)))};");
        text.Line();
        text.Summary("The text.");
        text.Doc("<returns>The text.</returns>");
        text.Line("public override string ToString() => Value;");
        text.Line();
        var rule = RecordReading.RuleExpression(code.Rules);
        text.Line($"private static readonly ContractNames Known = new({string.Join(", ", code.Values.Select(v => CSharpText.Literal(v.Code)))});");
        text.Line();
        if (rule is not null)
        {
            text.Line($"private static readonly ContractRule Rule = {rule};");
            text.Line();
        }
        text.Open($"internal static bool TryReadFrom(ref ContractReader reader, out {code.Name} value)");
        text.Line("value = default;");
        text.Line($"if (!reader.TryReadOpenCode({code.Rules.MinLength}, {(code.Rules.MaxLength == int.MaxValue ? "int.MaxValue" : code.Rules.MaxLength)}, {(rule is null ? "null" : "Rule")}, Known, out var text)) return false;");
        text.Line($"if (text.Length > 0) value = new {code.Name}(text);");
        text.Line("return true;");
        text.Close();
        text.Line();
        text.Line($"internal static void Write(ref ContractWriter writer, {code.Name} value, bool posting) => writer.WriteString(value.Value);");
        text.Close();
    }

    private static string Describe(CodeValue value) =>
        value.Description is null ? $"<c>{CSharpText.Escape(value.Code)}</c>." : $"{CSharpText.Escape(value.Description)} (<c>{CSharpText.Escape(value.Code)}</c>).";
}
