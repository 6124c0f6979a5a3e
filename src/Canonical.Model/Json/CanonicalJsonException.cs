namespace Canonical.Model;

/// <summary>JSON that has no canonical form by RFC 8785. The message names the place, never a value. Immutable once thrown.</summary>
public sealed class CanonicalJsonException : CanonicalException
{
    internal CanonicalJsonException(string code, string message, long byteOffset, Exception? innerException = null)
        : base(code, message, innerException) => ByteOffset = byteOffset;

    /// <summary>Where in the document, in bytes from its start.</summary>
    public long ByteOffset { get; }
}
