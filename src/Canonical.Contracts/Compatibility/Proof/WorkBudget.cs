namespace Canonical.Contracts;

// How much work a question may cost. A proof that needs more is given up, the same way on every machine: it counts steps, not time.
internal sealed class WorkBudget(long steps, CancellationToken cancellationToken)
{
    private long _left = steps;

    public long Left => _left;

    public void Step(int count = 1)
    {
        _left -= count;
        if (_left < 0) throw new UndecidableException("the proof needs more work than the budget allows");
        if ((_left & 0x3F) == 0) cancellationToken.ThrowIfCancellationRequested();
    }
}
