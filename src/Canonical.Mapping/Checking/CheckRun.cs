using System.Globalization;

namespace Canonical.Mapping;

/// <summary>What the checks of one run share.</summary>
internal sealed class CheckRun
{
    private const int MaxListed = 8;
    private readonly List<(int Order, MappingFinding Finding)> _findings = [];

    public CheckRun(MappingDocument document, VendorShape? shape, MappingCheckOptions options)
    {
        Document = document;
        Shape = shape;
        Contract = new ContractTree(options.Contracts ?? document.Options.Contracts ?? KnownContracts.Find, document.Target);
        Sites = LensSite.All(document);
        Added = [.. document.Source.AddedPaths.Concat(options.AddedPaths).Select(Steps).OfType<PathStep[]>()];
    }

    public MappingDocument Document { get; }

    public VendorShape? Shape { get; }

    public ContractTree Contract { get; }

    public IReadOnlyList<LensSite> Sites { get; }

    public IReadOnlyList<PathStep[]> Added { get; }

    public void Find(LensSite? site, string code, MappingFindingSeverity severity, string where, PathStep[]? source, PathStep[]? target, string message, string remedy) =>
        _findings.Add((site?.Order ?? int.MaxValue, new MappingFinding
        {
            Code = code,
            Severity = severity,
            Path = site is null ? where : site.Lens.Head.Pointer + where,
            Lens = site?.Lens.Id,
            SourcePath = source is null ? null : PathText.Of(source),
            TargetPath = target is null ? null : PathText.Of(target),
            Message = message,
            Remedy = remedy,
        }));

    // Sorting is stable: findings about one lens keep the order of the checks.
    public MappingCheckReport Report() => new([.. _findings.OrderBy(found => found.Order).Select(found => found.Finding)]);

    /// <summary>Whether a path lies in what the connector adds, or holds some of it.</summary>
    public bool IsAdded(ReadOnlySpan<PathStep> steps)
    {
        foreach (var added in Added)
        {
            if (StepPath.Covers(added, steps))
                return true;
        }

        return false;
    }

    public static string List(IReadOnlyCollection<string> items) =>
        items.Count <= MaxListed
            ? string.Join(", ", items)
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", items.Take(MaxListed))} and {items.Count - MaxListed} more");

    private static PathStep[]? Steps(string path) => ShapePath.TryParse(path, out var steps, out _) ? steps : null;
}
