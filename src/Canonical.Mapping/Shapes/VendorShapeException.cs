using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>A description of a vendor's record that cannot be read. Immutable once thrown.</summary>
public sealed class VendorShapeException : CanonicalException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, and how to mend it.</param>
    /// <param name="innerException">The cause, or null.</param>
    public VendorShapeException(string message, Exception? innerException = null)
        : base(MappingCodes.UnreadableShape, message, innerException)
    {
    }
}
