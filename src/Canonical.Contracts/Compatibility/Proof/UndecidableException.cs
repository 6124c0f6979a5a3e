namespace Canonical.Contracts;

// The way out of a proof that cannot be finished: caught where the verdict is made, and told as its reason.
internal sealed class UndecidableException : Exception
{
    public UndecidableException()
    {
    }

    public UndecidableException(string message)
        : base(message)
    {
    }

    public UndecidableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
