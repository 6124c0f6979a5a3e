namespace Canonical.Contracts;

internal sealed partial class ArrayFacts
{
    private const int MaxLength = 60;

    public IEnumerable<Datum> Candidates()
    {
        Measure();
        if (_min > MaxLength) yield break;
        for (var length = _min; length <= Math.Min(_max, _min + 3); length++)
        {
            if (TryBuild(length) is { } array) yield return array;
        }
    }

    private Datum? TryBuild(int length)
    {
        var places = Enumerable.Range(0, length).Select(At).ToArray();
        var used = new bool[length];
        foreach (var item in _facts.OfType<Term.ItemIs>()) used[item.Index] = true;
        foreach (var some in _some)
        {
            // A place of its own if there is one.
            var place = Enumerable.Range(some.Index, length - some.Index).OrderBy(i => used[i]).FirstOrDefault(i => CanBe([.. places[i], .. some.Codes]), -1);
            if (place < 0) return null;
            used[place] = true;
            places[place].AddRange(some.Codes);
        }
        foreach (var count in _counts)
        {
            var left = count.Min;
            for (var i = 0; i < length && left > 0; i++)
            {
                if (!CanBe([.. places[i], Term.Valid(count.Node)])) continue;
                places[i].Add(Term.Valid(count.Node));
                left--;
            }
            if (left > 0) return null;
        }
        // What need not match had better not, where there may be too many.
        foreach (var count in _counts.Where(c => c.Max is not null))
        {
            foreach (var place in places)
            {
                if (!place.Contains(Term.Valid(count.Node)) && CanBe([.. place, Term.Invalid(count.Node)])) place.Add(Term.Invalid(count.Node));
            }
        }
        var items = new List<Datum>();
        var repeated = _mustRepeat ? Pair(places) : null;
        if (_mustRepeat && repeated is null) return null;
        for (var i = 0; i < length; i++)
        {
            if (repeated is (var first, var second, { } value) && (i == first || i == second))
            {
                items.Add(value);
                continue;
            }
            List<int> codes = _mustDiffer && items.Count > 0 ? [.. places[i], Term.Invalid(_solver.Graph.OfValues([.. items]))] : places[i];
            if (_solver.Solve(codes).Value is not { } item) return null;
            items.Add(item);
        }
        return Datum.OfItems(items);
    }

    private (int First, int Second, Datum Value)? Pair(List<int>[] places)
    {
        for (var i = 0; i < places.Length; i++)
        {
            for (var j = i + 1; j < places.Length; j++)
            {
                if (_solver.Solve([.. places[i], .. places[j]]).Value is { } value) return (i, j, value);
            }
        }
        return null;
    }

    private bool CanBe(IEnumerable<int> codes) => _solver.Solve(codes).Kind == AnswerKind.Some;
}
