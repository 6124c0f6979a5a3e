using System.Diagnostics.CodeAnalysis;

namespace Canonical.Mapping;

/// <summary>A parsed member path. Immutable.</summary>
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

    public override string ToString() => Text;
}
