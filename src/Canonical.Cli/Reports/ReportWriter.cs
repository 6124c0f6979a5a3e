namespace Canonical.Cli;

// Writes findings as they come, in one format. Never called from two threads at once.
internal abstract class ReportWriter : IDisposable
{
    public virtual void Begin()
    {
    }

    public abstract void Write(Finding finding);

    // Called after the findings of each file.
    public virtual void EndFile(string file, long documents, long failed)
    {
    }

    public abstract void End(RunSummary summary);

    public virtual void Dispose()
    {
    }
}
