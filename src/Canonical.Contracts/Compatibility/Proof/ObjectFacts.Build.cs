namespace Canonical.Contracts;

internal sealed partial class ObjectFacts
{
    private const int MaxMembers = 600;

    // The object with the fewest members that this finds; for members that may be anywhere, the first place that has a value.
    public IEnumerable<Datum> Candidates()
    {
        if (_min > MaxMembers) yield break;
        if (TryBuild() is { } built) yield return built;
    }

    private Datum? TryBuild()
    {
        var members = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var name in _has) members.Add(name, On(name));
        foreach (var some in _some)
        {
            if (!TryPlace(some, members)) return null;
        }
        foreach (var name in Names())
        {
            if (members.Count >= _min) break;
            if (!_hasNot.Contains(name) && !members.ContainsKey(name) && Value(On(name)) is not null) members.Add(name, On(name));
        }
        while (members.Count < _min)
        {
            if (!Regions().Any(r => Value(On(r)) is not null && TryAddNew(r, [], On(r), members))) return null;
        }
        var result = new List<KeyValuePair<string, Datum>>();
        foreach (var (name, codes) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (Value(codes) is not { } value) return null;
            result.Add(new(name, value));
        }
        return Datum.OfMembers(result);
    }

    private bool TryPlace(Term.SomeMember some, Dictionary<string, List<int>> members)
    {
        var isFull = members.Count >= _max;
        foreach (var name in members.Keys.Concat(isFull ? [] : Names().Where(n => !members.ContainsKey(n))).ToList())
        {
            if (!IsPlace(some, name, false)) continue;
            List<int> codes = [.. members.GetValueOrDefault(name) ?? On(name), .. some.ValueCodes];
            if (Value(codes) is null) continue;
            members[name] = codes;
            return true;
        }
        return !isFull && Regions().Any(r =>
        {
            List<int> codes = [.. On(r), .. some.ValueCodes];
            return Value(codes) is not null && TryAddNew(r, some.NameCodes, codes, members);
        });
    }

    // A name of a region that is not in use yet.
    private bool TryAddNew(Region region, IReadOnlyList<int> nameCodes, List<int> codes, Dictionary<string, List<int>> members)
    {
        List<int> name = [.. region.NameCodes, .. nameCodes];
        if (members.Count > 0) name.Add(Term.Invalid(_solver.Graph.OfValues([.. members.Keys.Order(StringComparer.Ordinal).Select(Datum.Of)])));
        return Value(name) is { Kind: JsonKinds.String } found && members.TryAdd(found.Text, codes);
    }

    private Datum? Value(List<int> codes) => _solver.Solve(codes).Value;
}
