namespace Canonical.Model;

/// <summary>The price of one unit of work, and what it follows from: enough to show an auditor. Thread-safe: immutable.</summary>
/// <param name="Price">The price of one unit.</param>
/// <param name="Card">The card, in the version that was known.</param>
/// <param name="Entry">The entry of the card; its tier ends at <c>TierTo</c>, beyond which the work is priced anew.</param>
/// <param name="Base">The price that a markup was put on; null when the price is fixed or over cost.</param>
/// <param name="Reason">Why this entry, for people: <c>scope project, keys resource and shift, priority 0</c>.</param>
public sealed record ResolvedRate(Money Price, RateCard Card, RateCardEntry Entry, ResolvedRate? Base, string Reason)
{
    /// <summary>The price, the card and the entry.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Price} by rate card {Card.Id}, entry {Entry.EntryId}: {Reason}";
}
