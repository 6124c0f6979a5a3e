using System.Globalization;

using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>Reads parameters by the rules of Brainstem: unknown names are ignored, a blank value counts as absent, and only four texts are booleans.</summary>
internal sealed class KantataQuery(IQueryCollection query)
{
    private const int DefaultPerPage = 20;
    private const int MaxPerPage = 200;

    public string? Text(string name) => query.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } text ? text : null;

    public IReadOnlyList<string>? List(string name) => Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Anything but the four spellings is a text, and a text is true: <c>False</c> means yes.</summary>
    public bool Flag(string name, bool byDefault) => Text(name) switch
    {
        null => byDefault,
        "false" or "FALSE" => false,
        _ => true,
    };

    public DateTimeOffset? Instant(string name) =>
        DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant) ? instant : null;

    public (DateOnly From, DateOnly Through)? Days(string name) =>
        Text(name)?.Split(':') is [var from, var through]
        && DateOnly.TryParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly first)
        && DateOnly.TryParseExact(through, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly last)
            ? (first, last)
            : null;

    /// <summary>Silently at most 200, and 20 for what is less than one.</summary>
    public int PerPage => Number("per_page") is { } size and >= 1 ? Math.Min(size, MaxPerPage) : DefaultPerPage;

    public int Page => Number("page") is { } page and >= 1 ? page : 1;

    /// <summary>Limit and offset count only together.</summary>
    public (int Limit, int Offset)? Window =>
        Number("limit") is { } limit && Number("offset") is { } offset ? (Math.Clamp(limit, 1, MaxPerPage), Math.Max(offset, 0)) : null;

    private int? Number(string name) => int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
}
