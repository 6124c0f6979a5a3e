using System.Globalization;

namespace Canonical.Model;

// What the laws of many objects say in the same way. Laws run after the contract; on an object made in code that was never validated they must still end and not throw: loops run over
// the lists of the object, sums and products stop at the largest decimal, which equals no amount of a contract, and a figure that is missing breaks nothing.
// A law that needs figures of one currency is skipped where the currencies differ: the law of currencies says that once, and a difference of crowns and euros says nothing.
internal static class LawChecks
{
    private const decimal Most = decimal.MaxValue;

    /// <summary>Half of the minor unit: what rounding an amount once may cost. 0.005 EUR, 0.5 JPY, 0.0005 KWD.</summary>
    public static decimal HalfMinorUnit(CurrencyCode currency) => new(5, 0, 0, isNegative: false, (byte)(currency.MinorUnits + 1));

    /// <summary>The minor unit: 0.01 EUR, 1 JPY, 0.001 KWD.</summary>
    public static decimal MinorUnit(CurrencyCode currency) => new(1, 0, 0, isNegative: false, (byte)currency.MinorUnits);

    /// <summary>The sum; the largest or smallest decimal where it is beyond.</summary>
    public static decimal Plus(decimal left, decimal right)
    {
        if (left > 0 && right > Most - left) return Most;
        return left < 0 && right < -Most - left ? -Most : left + right;
    }

    /// <summary>The difference; the largest or smallest decimal where it is beyond.</summary>
    public static decimal Minus(decimal left, decimal right) => Plus(left, -right);

    /// <summary>The product; the largest or smallest decimal where it is beyond.</summary>
    public static decimal Times(decimal left, decimal right)
    {
        var (a, b) = (Math.Abs(left), Math.Abs(right));
        // Only two factors above 1 can leave the range; the division cannot. The quotient is rounded, so that a factor equal to it may be too much.
        if (a > 1 && b > 1 && a >= Most / b) return left < 0 == right < 0 ? Most : -Most;
        return left * right;
    }

    /// <summary>The sum of the amounts; 0 for no list or an empty one; null when one of them is in another currency.</summary>
    public static decimal? Sum<T>(IReadOnlyList<T>? items, CurrencyCode currency, Func<T, Money> amount)
    {
        decimal sum = 0;
        for (var i = 0; i < (items?.Count ?? 0); i++)
        {
            var money = amount(items![i]);
            if (money.Currency != currency) return null;
            sum = Plus(sum, money.Amount);
        }
        return sum;
    }

    /// <summary>Whether all amounts that are given are in the currency.</summary>
    public static bool AllIn(CurrencyCode currency, params ReadOnlySpan<Money?> amounts)
    {
        foreach (var amount in amounts)
        {
            if (amount is { } given && given.Currency != currency) return false;
        }
        return true;
    }

    /// <summary>The effort in minutes, in which hours are exact and thirds of an hour too; null for a unit whose length the calendar says.</summary>
    public static decimal? Minutes(Quantity? effort) => effort?.Unit switch
    {
        QuantityUnit.Hour => Times(effort.Value.Value, 60),
        QuantityUnit.Minute => effort.Value.Value,
        _ => null,
    };

    /// <summary>The JSON Pointer of an item: <c>/lines/3</c>.</summary>
    public static string Item(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}/{index}");

    /// <summary>The JSON Pointer of a member of an item: <c>/lines/3/amount</c>.</summary>
    public static string Item(string list, int index, string member) => string.Create(CultureInfo.InvariantCulture, $"{list}/{index}/{member}");

    /// <summary>An amount for a message, with the decimals of its currency at least.</summary>
    public static string Text(decimal amount, CurrencyCode currency) => Math.Abs(amount) == Most
        ? "more than an amount can be"
        : $"{CanonicalDecimal.Format(CanonicalDecimal.Normalize(amount) + new decimal(0, 0, 0, isNegative: false, (byte)currency.MinorUnits))} {currency}";

    public static string Text(Money amount) => Text(amount.Amount, amount.Currency);

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>An object does not lead to itself.</summary>
    public static void NotSelf(this LawFindings findings, string code, string path, CanonicalId self, CanonicalId? other)
    {
        if (other == self) findings.Add(code, path, "The reference leads to the object that holds it.", "Name another object, or leave the member out.");
    }

    /// <summary>Both days belong to the span: the last one may be the first one.</summary>
    public static void NotBefore(this LawFindings findings, string code, string path, DateOnly? first, DateOnly? last)
    {
        if (first is { } from && last is { } to && to < from) findings.Add(code, path, $"{Text(to)} is before {Text(from)}; both days belong to the span.", "Mend one of the two days: the last may be the first, not earlier.");
    }

    /// <summary>The second instant may be the first one, not earlier.</summary>
    public static void NotBefore(this LawFindings findings, string code, string path, DateTimeOffset? first, DateTimeOffset? last)
    {
        if (first is { } from && last is { } to && to < from) findings.Add(code, path, $"{Text(to)} is before {Text(from)}.", "Mend one of the two instants: the second may be the first, not earlier.");
    }

    /// <summary>The end is exclusive: it lies after the start.</summary>
    public static void EndsAfterStart(this LawFindings findings, string code, string path, DateOnly? from, DateOnly? to)
    {
        if (from is { } start && to is { } end && end <= start)
        {
            findings.Add(code, path, $"From {Text(start)} to {Text(end)}, the end exclusive, there is no day.", "Give the day after the last one as the end, or leave it out while no end is known.");
        }
    }

    /// <summary>The end is exclusive: it lies after the start.</summary>
    public static void EndsAfterStart(this LawFindings findings, string code, string path, DateTimeOffset? from, DateTimeOffset? to)
    {
        if (from is { } start && to is { } end && end <= start) findings.Add(code, path, $"From {Text(start)} to {Text(end)}, the end exclusive, there is no time.", "Give an end after the start, or leave it out while no end is known.");
    }

    /// <summary>No item has the key of an earlier one; the finding lies at the later item, or at its member.</summary>
    public static void Distinct<T, TKey>(this LawFindings findings, string code, string list, IReadOnlyList<T>? items, Func<T, TKey> key, string? member, string what)
    {
        if (items is null || items.Count < 2) return;
        var seen = new HashSet<TKey>(items.Count);
        for (var i = 0; i < items.Count && !findings.IsFull; i++)
        {
            if (!seen.Add(key(items[i]))) findings.Add(code, member is null ? Item(list, i) : Item(list, i, member), $"An earlier item has the same {what}.", $"Give each item its own {what}, or leave the second one out.");
        }
    }

    /// <summary>No two intervals of the list have a day in common; those without a day, which another law finds, have none. The finding lies at the later item of the list.</summary>
    public static void NoOverlap<T>(this LawFindings findings, string code, string list, IReadOnlyList<T>? items, Func<T, DatePeriod> interval, string remedy)
    {
        if (items is null || items.Count < 2) return;
        // By their first day, the one before that reaches furthest decides: one sort instead of every pair.
        var order = Enumerable.Range(0, items.Count).Where(i => interval(items[i]).IsLawful).OrderBy(i => interval(items[i]).From).ToArray();
        for (var n = 1; n < order.Length && !findings.IsFull; n++)
        {
            var (furthest, next) = (interval(items[order[n - 1]]), interval(items[order[n]]));
            if (furthest.Overlaps(next))
            {
                findings.Add(code, Item(list, Math.Max(order[n - 1], order[n])), $"The intervals {furthest} and {next}, the ends exclusive, have a day in common.", remedy);
            }
            if (furthest.To is not { } end || (next.To is { } nextEnd && nextEnd < end)) order[n] = order[n - 1];
        }
    }

    /// <summary>An amount is in the currency of the document; the finding lies at its <c>currency</c>.</summary>
    public static void InCurrency(this LawFindings findings, string code, string path, CurrencyCode currency, Money? amount)
    {
        if (amount is { } given && given.Currency != currency) findings.Add(code, path + "/currency", $"The amount is in {given.Currency}, and {currency} is expected.", $"Give the amount in {currency}: convert it before it becomes part of the document.");
    }

    public static void InCurrency(this LawFindings findings, string code, string path, CurrencyCode currency, IReadOnlyList<TaxAmount>? taxes)
    {
        for (var i = 0; i < (taxes?.Count ?? 0) && !findings.IsFull; i++) findings.InCurrency(code, Item(path, i, "amount"), currency, taxes![i].Amount);
    }

    /// <summary>The amount that is stated is the one that follows from the others, within the tolerance; half a minor unit where none is given.</summary>
    public static void Agrees(this LawFindings findings, string code, string path, decimal stated, decimal expected, CurrencyCode currency, string what, string remedy, decimal? tolerance = null)
    {
        if (Within(stated, expected, tolerance ?? HalfMinorUnit(currency))) return;
        findings.Add(code, path, $"{what}: {Text(stated, currency)} is stated, {Text(expected, currency)} follows from the other figures.", remedy);
    }

    public static bool Within(decimal stated, decimal expected, decimal tolerance) => Math.Abs(Minus(stated, expected)) <= tolerance;

    /// <summary>An amount is at most another; nothing where one is missing or the currencies differ.</summary>
    public static void AtMost(this LawFindings findings, string code, string path, Money? amount, Money? most, string what, string remedy)
    {
        if (amount is { } given && most is { } limit && given.Currency == limit.Currency && given.Amount > limit.Amount) findings.Add(code, path, $"{what}: {Text(given)} is more than {Text(limit)}.", remedy);
    }

    /// <summary>The converted amount is the amount times the rate, within one minor unit of its own currency: books round per line and then add. The rate leads from the one to the other.</summary>
    public static void Converted(this LawFindings findings, string code, string path, Money amount, ConversionRate? rate, Money? converted, decimal minorUnits = 1)
    {
        if (rate is null || converted is not { } given) return;
        if (rate.From != amount.Currency || rate.To != given.Currency)
        {
            findings.Add(code, path, $"The exchange rate leads from {rate.From} to {rate.To}, the amount from {amount.Currency} to {given.Currency}.", $"Give the rate from {amount.Currency} to {given.Currency}.");
            return;
        }
        findings.Agrees(code, path, given.Amount, Times(amount.Amount, rate.Rate), given.Currency, "The converted amount", "Mend the rate or the converted amount in the system that converted it.", minorUnits * MinorUnit(given.Currency));
    }
}
