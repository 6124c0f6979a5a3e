using System.Globalization;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>A mapping document that cannot be used. It holds every finding, not only the first. Immutable once thrown.</summary>
public sealed class MappingDocumentException : CanonicalException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="findings">What is wrong; at least one.</param>
    public MappingDocumentException(IReadOnlyList<MappingDocumentFinding> findings)
        : base(MappingCodes.UnusableDocument, Describe(findings)) => Findings = findings;

    /// <summary>Everything that is wrong, in the order of the document's parts.</summary>
    public IReadOnlyList<MappingDocumentFinding> Findings { get; }

    private static string Describe(IReadOnlyList<MappingDocumentFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var head = string.Create(CultureInfo.InvariantCulture, $"The mapping document has {findings.Count} finding{(findings.Count == 1 ? "" : "s")}:");
        return string.Join(Environment.NewLine + "  ", findings.Select(finding => finding.ToString()).Prepend(head));
    }
}
