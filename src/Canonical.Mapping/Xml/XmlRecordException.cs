using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>XML that cannot be read as records. It never holds text of the document. Immutable once thrown.</summary>
public sealed class XmlRecordException : CanonicalException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="code">The permanent code, one of <see cref="MappingCodes"/>.</param>
    /// <param name="message">What is wrong, where, and how to mend it.</param>
    /// <param name="innerException">The cause, or null.</param>
    public XmlRecordException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}
