using System.Globalization;
using System.Text.Json.Nodes;

namespace Canonical.Mapping;

/// <summary>Builds a code table. Used by one thread.</summary>
public sealed class CodeTableBuilder
{
    private string? _description;
    private string? _loss;

    internal CodeTableBuilder()
    {
    }

    internal JsonArray Entries { get; } = [];

    /// <summary>Adds a pair of codes.</summary>
    /// <param name="vendor">The vendor's code.</param>
    /// <param name="canonical">The canonical code.</param>
    /// <param name="only">The one direction in which the pair holds, or null for both.</param>
    /// <param name="from">The first day on which it holds, or null.</param>
    /// <param name="to">The first day on which it no longer holds, or null.</param>
    /// <param name="description">A note for people, or null.</param>
    public CodeTableBuilder Entry(MappingLiteral vendor, MappingLiteral canonical, MappingDirection? only = null, DateOnly? from = null, DateOnly? to = null, string? description = null)
    {
        var entry = new JsonObject { ["vendor"] = vendor.Node(), ["canonical"] = canonical.Node() };
        LensJson.Set(entry, "only", LensJson.Direction(only));
        LensJson.Set(entry, "from", from?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        LensJson.Set(entry, "to", to?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        LensJson.Set(entry, "description", description);
        Entries.Add((JsonNode)entry);
        return this;
    }

    /// <summary>Says what the table is, for people.</summary>
    /// <param name="description">The note.</param>
    public CodeTableBuilder Description(string description)
    {
        _description = description;
        return this;
    }

    /// <summary>Says what a table loses whose entries do not all hold in both directions. Of a shared table; entries of a lens have the loss of the lens.</summary>
    /// <param name="loss">What is lost.</param>
    public CodeTableBuilder Loss(string loss)
    {
        _loss = loss;
        return this;
    }

    internal JsonObject Table()
    {
        var table = new JsonObject();
        LensJson.Set(table, "description", _description);
        table["entries"] = Entries;
        LensJson.Set(table, "loss", _loss);
        return table;
    }
}
