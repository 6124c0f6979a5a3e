using System.Diagnostics.CodeAnalysis;

namespace Canonical.Mapping;

/// <summary>The paths of shapes: member names and <c>[]</c>, no selectors.</summary>
internal static class ShapePath
{
    public static bool TryParse(string text, [NotNullWhen(true)] out PathStep[]? steps, [NotNullWhen(false)] out string? problem)
    {
        var found = new List<PathStep>();
        steps = null;
        problem = null;
        var at = 0;
        while (true)
        {
            if (!TryName(text, ref at, out var name))
            {
                problem = $"a member name is expected at character {at + 1}";
                return false;
            }

            found.Add(Member(name));
            while (text.AsSpan(at).StartsWith("[]", StringComparison.Ordinal))
            {
                found.Add(All);
                at += 2;
            }

            if (at == text.Length)
            {
                steps = [.. found];
                return true;
            }

            if (text[at++] != '.')
            {
                problem = $"a dot or [] is expected at character {at}";
                return false;
            }
        }
    }

    /// <summary>A path that a shape has accepted.</summary>
    public static PathStep[] Parse(string text) =>
        TryParse(text, out var steps, out var problem) ? steps : throw new ArgumentException($"The path '{text}' cannot be read: {problem}.", nameof(text));

    public static PathStep Member(string name) => new(PathStepKind.Member, name, 0, default);

    public static PathStep All => new(PathStepKind.All, "", 0, default);

    public static string Text(ReadOnlySpan<PathStep> steps) => PathText.Of(steps);

    private static bool TryName(string text, ref int at, out string name)
    {
        name = "";
        if (at < text.Length && text[at] == '\'')
        {
            var value = new System.Text.StringBuilder();
            for (var i = at + 1; i < text.Length; i++)
            {
                if (text[i] != '\'')
                {
                    value.Append(text[i]);
                }
                else if (i + 1 < text.Length && text[i + 1] == '\'')
                {
                    value.Append('\'');
                    i++;
                }
                else
                {
                    at = i + 1;
                    name = value.ToString();
                    return name.Length > 0;
                }
            }

            return false;
        }

        var start = at;
        while (at < text.Length && PathParser.IsBare(text[at]))
            at++;
        name = text[start..at];
        return name.Length > 0;
    }
}
