using System.Globalization;

namespace Connectors.Workday;

/// <summary>The point at which a set of workers is read: the day as of which it is true and the moment up to which entries count. The same for all pages.</summary>
/// <param name="EffectiveDate">As_Of_Effective_Date.</param>
/// <param name="EntryMoment">As_Of_Entry_DateTime.</param>
internal sealed record WorkersSnapshot(DateOnly EffectiveDate, DateTimeOffset EntryMoment)
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>One text for one moment, so that the requests of all pages are the same byte for byte.</summary>
    public string EntryMomentText => EntryMoment.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static bool TryParseMoment(string text, out DateTimeOffset moment) => DateTimeOffset.TryParseExact(
        text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
}
