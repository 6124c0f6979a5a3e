namespace Connectors.Salesforce;

/// <summary>
/// Finds out whether a chain of cursors comes back to one that was there before, whatever the length of the circle, with one of them in memory (R. P. Brent, An improved Monte Carlo factorization algorithm).
/// A cursor of Salesforce is good once, so an honest chain never does.
/// </summary>
internal sealed class CursorWatch(string? first)
{
    private string? _mark = first;
    private long _steps;
    private long _until = 1;

    /// <summary>Takes in the next cursor; true when the chain goes round.</summary>
    public bool ComesBack(string next)
    {
        if (next == _mark)
            return true;
        if (++_steps == _until)
        {
            _mark = next;
            _steps = 0;
            _until *= 2;
        }

        return false;
    }
}
