namespace Canonical.Sync.Tests;

/// <summary>
/// Ends the "process" at one named step. Once it has, everything behind it refuses to work, as after a kill: no clean-up, no catch block and no
/// later write can reach the store or the target.
/// </summary>
public sealed class CrashSwitch
{
    private bool _dead;

    /// <summary>The number of the step to crash at; null for never.</summary>
    public int? At { get; set; }

    /// <summary>The steps that were passed.</summary>
    public List<string> Passed { get; } = [];

    public void ThrowIfDead()
    {
        if (_dead)
            throw new SimulatedCrashException("the process is dead");
    }

    public void Step(string name)
    {
        ThrowIfDead();
        if (Passed.Count == At)
        {
            _dead = true;
            throw new SimulatedCrashException(name);
        }

        Passed.Add(name);
    }

    public async Task<T> AroundAsync<T>(string name, Func<Task<T>> work)
    {
        Step("before " + name);
        T result = await work();
        Step("after " + name);
        return result;
    }
}
