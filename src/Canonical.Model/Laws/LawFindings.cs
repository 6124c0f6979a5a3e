namespace Canonical.Model;

/// <summary>Collects what the laws of one object find. Not thread-safe: it belongs to one check.</summary>
public sealed class LawFindings
{
    private List<LawViolation>? _violations;

    /// <summary>What was found, in the order in which it was added.</summary>
    public IReadOnlyList<LawViolation> Violations => (IReadOnlyList<LawViolation>?)_violations ?? [];

    /// <summary>Adds a violation.</summary>
    /// <param name="code">The code of the law, such as <c>LAW0101</c>.</param>
    /// <param name="path">The place in the object, a JSON Pointer (RFC 6901); empty for the whole object.</param>
    /// <param name="message">What does not hold, in plain words and without values of the object.</param>
    /// <param name="remedy">What to do about it.</param>
    public void Add(string code, string path, string message, string remedy)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentException.ThrowIfNullOrEmpty(message);
        ArgumentException.ThrowIfNullOrEmpty(remedy);
        (_violations ??= []).Add(new(code, path, message, remedy));
    }
}
