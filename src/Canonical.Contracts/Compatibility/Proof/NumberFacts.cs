using System.Numerics;

namespace Canonical.Contracts;

// Numbers: an interval, divisors that must and that must not divide, and excluded values. Exact, on decimals of any size.
internal sealed class NumberFacts : IFacts
{
    private const int MaxTries = 3000;

    private readonly Rational? _min;
    private readonly bool _isMinOpen;
    private readonly Rational? _max;
    private readonly bool _isMaxOpen;
    private readonly Rational? _step;
    private readonly List<Rational> _forbiddenSteps = [];
    private readonly HashSet<Datum> _excluded = [];

    public NumberFacts(IReadOnlyList<Term> facts)
    {
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case Term.Above above when _min is null || above.Limit > _min || (above.Limit == _min && above.IsOpen):
                    (_min, _isMinOpen) = (above.Limit, above.IsOpen);
                    break;
                case Term.Below below when _max is null || below.Limit < _max || (below.Limit == _max && below.IsOpen):
                    (_max, _isMaxOpen) = (below.Limit, below.IsOpen);
                    break;
                case Term.Multiple { Positive: true } multiple:
                    _step = _step is { } step ? Rational.LeastCommonMultiple(step, multiple.Of) : multiple.Of;
                    break;
                case Term.Multiple multiple:
                    _forbiddenSteps.Add(multiple.Of);
                    break;
                case Term.NoneOfValues none:
                    _excluded.UnionWith(none.Values);
                    break;
            }
        }
    }

    public bool IsExhausted { get; private set; }

    public string Doubt => "no number was found that keeps the divisors of one side and breaks those of the other";

    public bool IsRefuted()
    {
        if (_min is { } min && _max is { } max && (min > max || (min == max && (_isMinOpen || _isMaxOpen)))) return true;
        if (_step is not { } step) return false;
        if (_forbiddenSteps.Exists(f => (step / f).IsInteger)) return true;
        return First(step) is { } first && Last(step) is { } last && first > last;
    }

    public bool Implies(Term term) => term switch
    {
        Term.Above above => _min > above.Limit || (_min == above.Limit && (_isMinOpen || !above.IsOpen)),
        Term.Below below => _max < below.Limit || (_max == below.Limit && (_isMaxOpen || !below.IsOpen)),
        Term.Multiple { Positive: true } multiple => _step is { } step && (step / multiple.Of).IsInteger,
        _ => false,
    };

    public IEnumerable<Datum> Candidates()
    {
        // Between two different bounds there are decimals that nothing excludes; one point is one value.
        IsExhausted = _step is null && _min is not null && _min == _max;
        if (_step is not { } step) return Dense().Where(IsInside).Select(Datum.Of).Where(d => !_excluded.Contains(d));
        return Stepped(step);
    }

    private IEnumerable<Datum> Stepped(Rational step)
    {
        var (first, last) = (First(step), Last(step));
        IsExhausted = first is { } low && last is { } high && high - low < MaxTries;
        for (var i = 0; i < MaxTries; i++)
        {
            // Near zero first, or near the bound that is nearest to zero.
            BigInteger k;
            if (first is { } f && f.Sign >= 0) k = f + i;
            else if (last is { } l && l.Sign <= 0) k = l - i;
            else k = i % 2 == 0 ? i / 2 : -(i / 2) - 1;
            if (k < first || k > last)
            {
                if (first is { } from && last is { } to && i > to - from + 1 && (from.Sign >= 0 || to.Sign <= 0)) yield break;
                continue;
            }
            var number = Datum.Of(new Rational(k, BigInteger.One) * step);
            if (!_excluded.Contains(number) && !_forbiddenSteps.Exists(s => (number.Number / s).IsInteger)) yield return number;
        }
        // From both sides of zero, as many tries reach half as far.
        if (first is { } a && last is { } b && a.Sign < 0 && b.Sign > 0 && BigInteger.Max(-a, b) >= MaxTries / 2) IsExhausted = false;
    }

    private IEnumerable<Rational> Dense()
    {
        Rational half = new(1, 2);
        foreach (var near in new[] { Rational.Zero, _min ?? Rational.Zero, _max ?? Rational.Zero })
        {
            for (var i = 0; i < 6; i++)
            {
                yield return near + i;
                yield return near - i;
            }
        }
        var (low, high) = (_min ?? (_max is { } m ? m - 10 : -10), _max ?? (_min is { } n ? n + 10 : 10));
        for (var i = 0; i < 24; i++)
        {
            var middle = (low + high) * half;
            yield return middle;
            // A few digits more than any divisor has.
            yield return middle + (high - middle) * new Rational(1, BigInteger.Pow(10, i + 1));
            high = middle;
        }
    }

    private bool IsInside(Rational number) =>
        !(number < _min || number > _max || (_isMinOpen && number == _min) || (_isMaxOpen && number == _max)) && !_forbiddenSteps.Exists(s => (number / s).IsInteger);

    // The least and the greatest multiple in the interval, as multiples of the step.
    private BigInteger? First(Rational step)
    {
        if (_min is not { } min) return null;
        var k = (min / step).Ceiling();
        return _isMinOpen && (min / step).IsInteger ? k + 1 : k;
    }

    private BigInteger? Last(Rational step)
    {
        if (_max is not { } max) return null;
        var k = (max / step).Floor();
        return _isMaxOpen && (max / step).IsInteger ? k - 1 : k;
    }
}
