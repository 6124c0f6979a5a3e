namespace Canonical.Mapping;

/// <summary>A lens where it stands: its paths from the root, the branches that lead to it, the lenses around it.</summary>
internal sealed class LensSite
{
    private readonly PathStep[] _source;
    private readonly PathStep[] _target;

    private LensSite(Lens lens, int order, PathStep[] source, PathStep[] target, Guard[] guards, LensSite[] parents)
    {
        Lens = lens;
        Order = order;
        _source = source;
        _target = target;
        Guards = guards;
        Parents = parents;
    }

    public Lens Lens { get; }

    public int Order { get; }

    public IReadOnlyList<Guard> Guards { get; }

    public IReadOnlyList<LensSite> Parents { get; }

    public bool Runs(MappingDirection direction) => Lens.Runs(direction);

    public PathStep[] Source(MemberPath path) => path.FromRoot ? path.Steps.ToArray() : [.. _source, .. path.Steps];

    public PathStep[] Target(MemberPath path) => path.FromRoot ? path.Steps.ToArray() : [.. _target, .. path.Steps];

    /// <summary>Paths that the condition of a filter reads start at an element.</summary>
    public PathStep[] SourceElement(EachLens each, MemberPath path) => path.FromRoot ? path.Steps.ToArray() : [.. Source(each.Source), ShapePath.All, .. path.Steps];

    public PathStep[] TargetElement(EachLens each, MemberPath path) => path.FromRoot ? path.Steps.ToArray() : [.. Target(each.Target), ShapePath.All, .. path.Steps];

    /// <summary>Every canonical member that the lens writes on the way forth, defaults included.</summary>
    public IEnumerable<PathStep[]> TargetsWritten() => Runs(MappingDirection.ToCanonical) && Lens is not WhenLens
        ? (Lens is DefaultLens { Target: { } filled } ? [filled] : Lens.TargetWrites).Select(Target)
        : [];

    /// <summary>Every field of the vendor that the lens writes on the way back, defaults and currencies included.</summary>
    public IEnumerable<PathStep[]> SourcesWritten()
    {
        if (!Runs(MappingDirection.ToVendor) || Lens is WhenLens)
            return [];
        return Lens switch
        {
            DefaultLens { Source: { } filled } => [Source(filled)],
            MoneyLens { Currency: { Path: { } path, WriteBack: true } } money => [Source(money.Part.Source), Source(path)],
            _ => Lens.SourceWrites.Select(Source),
        };
    }

    public static IReadOnlyList<LensSite> All(MappingDocument document)
    {
        var sites = new List<LensSite>();
        Walk(document.Plan, [], [], [], [], sites);
        return sites;
    }

    private static void Walk(IReadOnlyList<Lens> lenses, PathStep[] source, PathStep[] target, Guard[] guards, LensSite[] parents, List<LensSite> sites)
    {
        foreach (var lens in lenses)
        {
            var site = new LensSite(lens, sites.Count, source, target, guards, parents);
            sites.Add(site);
            switch (lens)
            {
                case EachLens each:
                    Walk(each.Lenses, [.. site.Source(each.Source), ShapePath.All], [.. site.Target(each.Target), ShapePath.All], guards, [.. parents, site], sites);
                    break;
                case WhenLens branch:
                    Walk(branch.Lenses, source, target, [.. guards, new Guard(branch, true)], [.. parents, site], sites);
                    Walk(branch.Otherwise, source, target, [.. guards, new Guard(branch, false)], [.. parents, site], sites);
                    break;
            }
        }
    }
}
