namespace Canonical.Cli;

// What each code means and what to do about it: the tables of docs/errors, which are built in.
internal static class RuleTexts
{
    private static readonly Lazy<IReadOnlyList<RuleText>> Tables = new(Read);

    public static IReadOnlyList<RuleText> All => Tables.Value;

    public static RuleText? Find(string code) => All.FirstOrDefault(r => r.Code == code);

    private static List<RuleText> Read()
    {
        var rules = new List<RuleText>();
        var assembly = typeof(RuleTexts).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("errors/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            while (reader.ReadLine() is { } line)
            {
                // | code | … | meaning | remedy |
                var cells = line.Split('|');
                if (cells.Length < 5 || cells[1].Trim().Trim('`') is not { Length: > 4 } code || !char.IsAsciiDigit(code[^1]) || !code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '-')) continue;
                rules.Add(new(code, Plain(cells[^3]), Plain(cells[^2])));
            }
        }
        return rules;
    }

    private static string Plain(string cell)
    {
        var text = cell.Trim().Replace("`", "", StringComparison.Ordinal);
        return text.EndsWith('.') ? text : text + ".";
    }
}
