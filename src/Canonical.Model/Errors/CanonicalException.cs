namespace Canonical.Model;

/// <summary>
/// The base of the exceptions of every Canonical package: a permanent code, and whether the same call may succeed later.
/// Expected failures (an invalid payload, a refused record) are returned, not thrown. Not thread-safe to change; immutable once thrown.
/// </summary>
public abstract class CanonicalException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="code">The permanent code, such as <c>CAN1001</c>.</param>
    /// <param name="message">What happened and what to do next; without payload values and secrets.</param>
    /// <param name="innerException">The cause.</param>
    protected CanonicalException(string code, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        Code = code;
    }

    /// <summary>The permanent code of the error; it never changes its meaning.</summary>
    public string Code { get; }

    /// <summary>True when the same call may succeed later without anybody mending anything.</summary>
    public virtual bool IsTransient => false;

    /// <summary>How long to wait before trying again, where the other side said so.</summary>
    public virtual TimeSpan? RetryAfter => null;
}
