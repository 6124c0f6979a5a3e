namespace Canonical.Model;

/// <summary>A contract that is not there, or cannot be used. Immutable once thrown.</summary>
public sealed class ContractException : CanonicalException
{
    internal ContractException(string code, string message, Exception? innerException = null) : base(code, message, innerException)
    {
    }
}
