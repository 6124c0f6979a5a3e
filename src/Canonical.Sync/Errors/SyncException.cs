using Canonical.Model;

namespace Canonical.Sync;

/// <summary>The synchronisation cannot go on. What concerns one record is an outcome instead. The message holds no value of a record.</summary>
public class SyncException : CanonicalException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">The permanent code, listed in <c>docs/errors/sync.md</c>.</param>
    /// <param name="message">What went wrong and what to do.</param>
    /// <param name="innerException">The cause, when there is one.</param>
    public SyncException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}
