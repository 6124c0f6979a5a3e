namespace Canonical.Mapping;

/// <summary>The lenses of an array or of a branch, while they are built. Used by one thread.</summary>
/// <typeparam name="TScope">The canonical element or object that paths start at.</typeparam>
public sealed class LensList<TScope> : LensListBuilder<TScope, LensList<TScope>>
    where TScope : class
{
    internal LensList(string prefix)
        : base(prefix)
    {
    }

    private protected override LensList<TScope> Self => this;
}
