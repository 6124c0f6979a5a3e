using System.Globalization;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>
/// Learns a <see cref="VendorShape"/> from sample records, one at a time, in memory that grows with the number of different fields and not with the number of records. It keeps no value of any record:
/// kinds only. Not thread-safe.
/// </summary>
public sealed class ShapeSampler
{
    private const int MaxNameLength = 200;
    private readonly Node _root = new();
    private int _nodes;

    /// <summary>How many records were added.</summary>
    public long Records { get; private set; }

    /// <summary>Adds a record.</summary>
    /// <param name="utf8Json">The record, one JSON object in UTF-8.</param>
    /// <exception cref="VendorShapeException">It is no JSON object, is too deep, or the records have more different fields than a shape may have.</exception>
    public void Add(ReadOnlySpan<byte> utf8Json)
    {
        if (utf8Json.Length > VendorShape.MaxBytes)
            throw new VendorShapeException(string.Create(CultureInfo.InvariantCulture, $"Sample {Records + 1} is larger than {VendorShape.MaxBytes / 1024 / 1024} MiB."));
        Records++;
        try
        {
            var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = VendorShape.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new VendorShapeException(string.Create(CultureInfo.InvariantCulture, $"Sample {Records} is no JSON object."));
            Value(ref reader, _root);
            if (reader.Read())
                throw new VendorShapeException(string.Create(CultureInfo.InvariantCulture, $"Sample {Records} holds more than one JSON value."));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new VendorShapeException(string.Create(CultureInfo.InvariantCulture, $"Sample {Records} is not JSON, or deeper than {VendorShape.MaxDepth} levels."), exception);
        }
    }

    /// <summary>The shape of the records that were added. It is not complete: a field that no sample had may exist.</summary>
    /// <param name="system">The vendor's system, such as <c>kantata</c>.</param>
    /// <param name="objectType">The record type, such as <c>workspace</c>.</param>
    /// <param name="version">The version of the vendor's interface, or null.</param>
    /// <exception cref="VendorShapeException">No record was added.</exception>
    public VendorShape ToShape(string system, string objectType, string? version = null)
    {
        if (Records == 0)
            throw new VendorShapeException("There is no sample to learn from.");
        var fields = new List<VendorField>();
        Collect(_root, [], fields);
        return VendorShape.Create(system, objectType, fields, isComplete: false, version, "samples");
    }

    private void Value(ref Utf8JsonReader reader, Node node)
    {
        node.Count++;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                node.Nulls++;
                return;
            case JsonTokenType.True or JsonTokenType.False:
                node.Booleans++;
                return;
            case JsonTokenType.Number:
                node.Number(reader.ValueSpan);
                return;
            case JsonTokenType.String:
                node.Text(ref reader);
                return;
            case JsonTokenType.StartArray:
                node.Arrays++;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    Value(ref reader, node.Item ??= New());
                return;
            default:
                node.Objects++;
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    if (name.Length is 0 or > MaxNameLength)
                        throw new VendorShapeException("A member of a sample has no name, or one that is too long to be a field's.");
                    reader.Read();
                    if (!node.Members.TryGetValue(name, out var member))
                    {
                        member = New();
                        node.Members.Add(name, member);
                    }

                    Value(ref reader, member);
                }

                return;
        }
    }

    private Node New() =>
        ++_nodes <= VendorShape.MaxFields
            ? new Node()
            : throw new VendorShapeException(string.Create(CultureInfo.InvariantCulture, $"The samples have more than {VendorShape.MaxFields} different fields; an object whose members are data and not fields, such as one with a member for each record, has no shape."));

    private static void Collect(Node node, PathStep[] path, List<VendorField> fields)
    {
        if (node.Item is { } item)
        {
            PathStep[] place = [.. path, ShapePath.All];
            // What an element always has cannot be told from an array: whether it is always there says the array.
            fields.Add(item.Field(ShapePath.Text(place), long.MaxValue));
            Collect(item, place, fields);
        }

        foreach (var (name, member) in node.Members)
        {
            PathStep[] place = [.. path, ShapePath.Member(name)];
            fields.Add(member.Field(ShapePath.Text(place), node.Objects));
            Collect(member, place, fields);
        }
    }

    private sealed class Node
    {
        private bool _dates = true;
        private bool _instants = true;

        public long Count { get; set; }

        public long Nulls { get; set; }

        public long Booleans { get; set; }

        public long Arrays { get; set; }

        public long Objects { get; set; }

        private long Integers { get; set; }

        private long Decimals { get; set; }

        private long Texts { get; set; }

        private long Empty { get; set; }

        public Dictionary<string, Node> Members { get; } = new(StringComparer.Ordinal);

        public Node? Item { get; set; }

        // 1.0 is written by vendors whose field is a decimal number.
        public void Number(ReadOnlySpan<byte> utf8)
        {
            if (utf8.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
                Integers++;
            else
                Decimals++;
        }

        public void Text(ref Utf8JsonReader reader)
        {
            Texts++;
            var text = reader.GetString()!;
            if (string.IsNullOrWhiteSpace(text))
            {
                Empty++;
                return;
            }

            _dates &= DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
            _instants &= text.Length >= 16 && text[10] == 'T' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        }

        public VendorField Field(string path, long parents)
        {
            var type = Type();
            return new VendorField
            {
                Path = path,
                Type = type,
                // Neither length nor digits: the longest that samples had is no limit of the vendor.
                IsNullable = Nulls > 0 || Empty > 0 || Count < parents,
                IsAlwaysPresent = Count >= parents,
                IsOpen = type == VendorFieldType.Object && Members.Count == 0,
            };
        }

        private VendorFieldType Type()
        {
            var kinds = (Booleans > 0 ? 1 : 0) + (Integers + Decimals > 0 ? 1 : 0) + (Texts > 0 ? 1 : 0) + (Arrays > 0 ? 1 : 0) + (Objects > 0 ? 1 : 0);
            if (kinds != 1)
                return VendorFieldType.Any;
            return Booleans > 0 ? VendorFieldType.Boolean
                : Decimals > 0 ? VendorFieldType.Decimal
                : Integers > 0 ? VendorFieldType.Integer
                : Arrays > 0 ? VendorFieldType.Array
                : Objects > 0 ? VendorFieldType.Object
                : Texts == Empty ? VendorFieldType.Text
                : _dates ? VendorFieldType.Date
                : _instants ? VendorFieldType.Instant
                : VendorFieldType.Text;
        }
    }
}
