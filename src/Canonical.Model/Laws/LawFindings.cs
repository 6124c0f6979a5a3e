namespace Canonical.Model;

/// <summary>Collects broken laws, at most <see cref="MaxCount"/>; the rest are counted. Not thread-safe: one collector a check.</summary>
public sealed class LawFindings
{
    /// <summary>The most violations that are kept: 100. A document with more has one cause, and a report must stay readable and small.</summary>
    public const int MaxCount = 100;

    private List<LawViolation>? _violations;

    /// <summary>How many violations were found, those that were not kept too.</summary>
    public int TotalCount { get; private set; }

    /// <summary>True when <see cref="MaxCount"/> violations are kept: a law may stop looking.</summary>
    public bool IsFull => TotalCount >= MaxCount;

    /// <summary>The violations that were kept, in the order they were found; empty when every law holds.</summary>
    public IReadOnlyList<LawViolation> Violations => _violations is null ? [] : _violations.AsReadOnly();

    /// <summary>Adds a violation.</summary>
    /// <param name="code">The permanent code of the law.</param>
    /// <param name="path">Where: a JSON Pointer (RFC 6901) into the document; empty for the document itself.</param>
    /// <param name="message">What does not agree, without personal values.</param>
    /// <param name="remedy">What to do next.</param>
    /// <exception cref="ArgumentException">The code, the message or the remedy is empty.</exception>
    public void Add(string code, string path, string message, string remedy)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentException.ThrowIfNullOrEmpty(message);
        ArgumentException.ThrowIfNullOrEmpty(remedy);
        TotalCount++;
        if (TotalCount <= MaxCount) (_violations ??= []).Add(new(code, path, message, remedy));
    }
}
