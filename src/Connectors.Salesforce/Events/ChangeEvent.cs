using System.Globalization;

namespace Connectors.Salesforce;

/// <summary>The header of one change event (Salesforce, Change Data Capture Developer Guide, Change Event Fields). The values of an event are not looked at: the record is read instead, as it is now.</summary>
internal sealed record ChangeEvent
{
    private const int MaxBitmap = 4096;

    public string EntityName { get; private set; } = "";

    public IReadOnlyList<string> RecordIds { get; private set; } = [];

    public string ChangeType { get; private set; } = "";

    public string ChangeOrigin { get; private set; } = "";

    public string TransactionKey { get; private set; } = "";

    public long SequenceNumber { get; private set; }

    public DateTimeOffset CommittedAt { get; private set; }

    public string CommitUser { get; private set; } = "";

    /// <summary>Names of the fields that an update changed, parts as <c>BillingAddress.City</c>.</summary>
    public IReadOnlyList<string> ChangedFields { get; private set; } = [];

    /// <summary>Names of the fields that an update set to null; a compound that lost all its parts by its own name.</summary>
    public IReadOnlyList<string> NulledFields { get; private set; } = [];

    public bool IsDelete => ChangeType is "DELETE" or "GAP_DELETE";

    /// <summary>Too much changed at once, or the event does not name its records.</summary>
    public bool IsOverflow => ChangeType == "GAP_OVERFLOW" || RecordIds.Count == 0 || RecordIds.Any(static id => !SalesforceRecordId.IsValid(id));

    /// <summary>Reads the header of an event.</summary>
    /// <exception cref="InvalidDataException">The event does not follow its schema, or has no header.</exception>
    public static ChangeEvent Read(AvroType schema, ReadOnlySpan<byte> payload)
    {
        var reader = new AvroReader(payload);
        foreach ((string name, AvroType type) in schema.Fields)
        {
            if (name != "ChangeEventHeader")
            {
                reader.Skip(type);
                continue;
            }

            AvroType header = reader.Branch(type);
            // Without one nobody knows what changed, which is not the same as nothing.
            if (header.Kind != AvroKind.Record)
                break;
            var read = new ChangeEvent();
            foreach ((string member, AvroType memberType) in header.Fields)
                read.Take(schema, member, memberType, ref reader);
            return read;
        }

        throw new InvalidDataException("An event has no ChangeEventHeader.");
    }

    /// <summary>Names the fields of bitmaps: <c>0x06</c> for the fields of the event, <c>4-0x06</c> for those of the record that is its field 4; the lowest bit is the first field.</summary>
    public static IReadOnlyList<string> Names(AvroType schema, IReadOnlyList<string> bitmaps)
    {
        var names = new List<string>();
        foreach (string bitmap in bitmaps)
        {
            int dash = bitmap.IndexOf("-0x", StringComparison.Ordinal);
            if (dash > 0 && int.TryParse(bitmap.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < schema.Fields.Count && schema.Fields[index].Type.Record is { } nested)
                Add(names, nested, schema.Fields[index].Name + ".", bitmap.AsSpan(dash + 3));
            else if (bitmap.StartsWith("0x", StringComparison.Ordinal))
                Add(names, schema, "", bitmap.AsSpan(2));
            else
                throw new InvalidDataException("An event names its changed fields in a way that its schema does not have.");
        }

        return names;
    }

    private static void Add(List<string> names, AvroType record, string prefix, ReadOnlySpan<char> hex)
    {
        if (hex.Length > MaxBitmap)
            throw new InvalidDataException("An event has a bitmap that is longer than its schema.");
        for (int digit = 0; digit < hex.Length; digit++)
        {
            char c = hex[^(digit + 1)];
            if (!char.IsAsciiHexDigit(c))
                throw new InvalidDataException("An event has a bitmap that is not hexadecimal.");
            int bits = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
            for (int bit = 0; bit < 4; bit++)
            {
                if ((bits & (1 << bit)) == 0)
                    continue;
                int field = (4 * digit) + bit;
                names.Add(field < record.Fields.Count ? prefix + record.Fields[field].Name : throw new InvalidDataException("An event has a bitmap that is longer than its schema."));
            }
        }
    }

    private void Take(AvroType schema, string member, AvroType type, ref AvroReader reader)
    {
        switch (member)
        {
            case "entityName":
                EntityName = reader.TextOf(type) ?? "";
                break;
            case "recordIds":
                RecordIds = reader.TextsOf(type);
                break;
            case "changeType":
                ChangeType = reader.TextOf(type) ?? "";
                break;
            case "changeOrigin":
                ChangeOrigin = reader.TextOf(type) ?? "";
                break;
            case "transactionKey":
                TransactionKey = reader.TextOf(type) ?? "";
                break;
            case "sequenceNumber":
                SequenceNumber = reader.NumberOf(type);
                break;
            case "commitTimestamp":
                long at = reader.NumberOf(type);
                CommittedAt = at is >= 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(at) : throw new InvalidDataException("An event has a time that is none.");
                break;
            case "commitUser":
                CommitUser = reader.TextOf(type) ?? "";
                break;
            case "nulledFields":
                NulledFields = Names(schema, reader.TextsOf(type));
                break;
            case "changedFields":
                ChangedFields = Names(schema, reader.TextsOf(type));
                break;
            default:
                reader.Skip(type);
                break;
        }
    }
}
