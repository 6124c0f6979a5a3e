using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>
/// The Avro schema of an object's change events, or of a platform event, and the encoding by it. Every field may be null; parts of an address and of a person's name are nested.
/// A field that is shown or hidden makes another schema with another id.
/// </summary>
internal sealed class ChangeEventSchema
{
    private static readonly string[] AddressParts = ["Street", "City", "State", "PostalCode", "Country", "StateCode", "CountryCode", "Latitude", "Longitude", "Xyz", "GeocodeAccuracy"];
    private static readonly string[] NameParts = ["Salutation", "FirstName", "LastName"];
    private static readonly string[] ChangeTypes = ["CREATE", "UPDATE", "DELETE", "UNDELETE", "GAP_CREATE", "GAP_UPDATE", "GAP_DELETE", "GAP_UNDELETE", "GAP_OVERFLOW", "SNAPSHOT"];

    private readonly List<Member> _members = [];
    private readonly bool _withHeader;

    /// <param name="type">The object or the event.</param>
    /// <param name="generation">Makes another id of the same fields.</param>
    public ChangeEventSchema(SalesforceType type, int generation = 0)
    {
        Type = type;
        _withHeader = !type.IsEvent;
        int made = 0;
        foreach (SalesforceSandboxField field in type.Fields)
        {
            // Neither formulas nor what only the database keeps is in an event.
            if (field.Name is "Id" or "IsDeleted" or "SystemModstamp" || field.FormulaPath is not null || IsPart(field))
                continue;
            if (!_withHeader && field.Name is "LastModifiedDate" or "LastModifiedById" or "CurrencyIsoCode")
                continue;
            string[]? parts = field.Type is SalesforceSandboxFieldType.Address ? AddressParts : type.Name == "Contact" && field.Name == "Name" ? NameParts : null;
            string prefix = field.Type is SalesforceSandboxFieldType.Address ? field.Name[..^"Address".Length] : "";
            var member = new Member(field.Name, field, type.IndexOf(field.Name), parts, parts is null ? [] : [.. parts.Select(p => type.IndexOf(prefix + p))]);
            // Who made a platform event, and when, stands first.
            if (!_withHeader && field.Name is "CreatedDate" or "CreatedById")
                _members.Insert(made++, member);
            else
                _members.Add(member);
        }

        Json = Write();
        Id = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(generation == 0 ? Json : Json + generation.ToString(System.Globalization.CultureInfo.InvariantCulture))))[..22];
    }

    public SalesforceType Type { get; }

    public string Id { get; }

    public string Json { get; }

    /// <summary>Encodes an event. Of an update only what changed is there; the rest comes as null.</summary>
    public byte[] Encode(ChangeEventHeader header, SalesforceRow? old, SalesforceRow? now)
    {
        var avro = new AvroWriter();
        bool isUpdate = header.ChangeType == "UPDATE";
        if (_withHeader)
            WriteHeader(avro, header, isUpdate ? Bitmaps(old!, now!, nulled: true) : [], isUpdate ? Bitmaps(old!, now!, nulled: false) : []);
        foreach (Member member in _members)
        {
            if (!IsNullable(member))
                WriteContent(avro, member.Field, now!.Stored(member.Column) ?? "");
            else if (member.Parts is null)
                WriteValue(avro, member.Field, now is null || (isUpdate && !Changed(old!, now, member.Column)) ? null : now.Stored(member.Column));
            else
                WriteParts(avro, member, isUpdate ? old : null, now);
        }

        return avro.ToArray();
    }

    /// <summary>Why a payload that somebody published is no event of this schema; null when it is one.</summary>
    public string? FindFault(ReadOnlySpan<byte> payload)
    {
        var avro = new AvroPayload(payload);
        foreach (Member member in _members)
        {
            SalesforceSandboxField field = member.Field;
            if (IsNullable(member))
            {
                long branch = avro.Long();
                if (branch is not (0 or 1))
                    return $"{field.Name}: there is no branch {branch}";
                if (branch == 0)
                    continue;
            }

            switch (TypeOf(field.Type))
            {
                case "boolean":
                    if (avro.Byte() > 1)
                        return $"{field.Name}: not a boolean";
                    break;
                case "int":
                    if (avro.Long() is < int.MinValue or > int.MaxValue)
                        return $"{field.Name}: beyond 32 bits";
                    break;
                case "long":
                    avro.Long();
                    break;
                case "double":
                    avro.Skip(8);
                    break;
                default:
                    if (!avro.TryText(out int characters))
                        return $"{field.Name}: not a text in UTF-8";
                    if (field.Length > 0 && characters > field.Length)
                        return $"STRING_TOO_LONG: {field.Name}: data value too large (max length={field.Length})";
                    break;
            }

            if (avro.IsBroken)
                return $"{field.Name}: the payload ends in the middle";
        }

        return avro.IsBroken || !avro.IsAtEnd ? "The payload does not follow the schema" : null;
    }

    // Of a platform event who made it and when is always there, and what an administrator made required.
    private bool IsNullable(Member member) => _withHeader || ((member.Field.Nillable || member.Field.Type is SalesforceSandboxFieldType.Boolean) && member.Name is not ("CreatedDate" or "CreatedById"));

    private static void WriteHeader(AvroWriter avro, ChangeEventHeader header, IReadOnlyList<string> nulled, IReadOnlyList<string> changed)
    {
        avro.Text(header.EntityName);
        avro.Texts(header.RecordIds);
        avro.Long(Array.IndexOf(ChangeTypes, header.ChangeType));
        avro.Text(header.ChangeOrigin);
        avro.Text(header.TransactionKey);
        avro.Long(header.SequenceNumber);
        avro.Long(header.CommittedAt.ToUnixTimeMilliseconds());
        avro.Long(header.CommitNumber);
        avro.Text(header.CommitUser);
        avro.Texts(nulled);
        avro.Texts([]);
        avro.Texts(changed);
    }

    private static void WriteParts(AvroWriter avro, Member member, SalesforceRow? old, SalesforceRow? now)
    {
        object?[] values = Array.ConvertAll(member.PartColumns, c => now is null || c < 0 || (old is not null && !Changed(old, now, c)) ? null : now.Stored(c));
        bool anyChanged = now is not null && (old is null ? Array.Exists(values, v => v is not null) : Array.Exists(member.PartColumns, c => c >= 0 && Changed(old, now, c)));
        avro.Long(anyChanged ? 1 : 0);
        if (!anyChanged)
            return;
        for (int i = 0; i < values.Length; i++)
        {
            WriteValue(avro, member.Field, values[i]);
        }
    }

    private static void WriteValue(AvroWriter avro, SalesforceSandboxField field, object? value)
    {
        avro.Long(value is null ? 0 : 1);
        if (value is not null)
            WriteContent(avro, field, value);
    }

    private static void WriteContent(AvroWriter avro, SalesforceSandboxField field, object value)
    {
        switch (value)
        {
            case bool flag:
                avro.Boolean(flag);
                break;
            case decimal number when field.Type is SalesforceSandboxFieldType.WholeNumber:
                avro.Long((long)number);
                break;
            case decimal number:
                avro.Double((double)number);
                break;
            case DateOnly date:
                avro.Long(new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds());
                break;
            case DateTimeOffset instant:
                avro.Long(instant.ToUnixTimeMilliseconds());
                break;
            default:
                avro.Text((string)value);
                break;
        }
    }

    // Hex numbers in which the lowest bit is the first field of the schema, the header being field 0: one for the fields themselves, and one for each nested record, as 4-0x06.
    private List<string> Bitmaps(SalesforceRow old, SalesforceRow now, bool nulled)
    {
        var bitmaps = new List<string>();
        var top = new List<int>();
        for (int i = 0; i < _members.Count; i++)
        {
            Member member = _members[i];
            if (member.Parts is null)
            {
                if (Counts(member.Column))
                    top.Add(i + 1);
                continue;
            }

            List<int> parts = [.. Enumerable.Range(0, member.Parts.Length).Where(p => member.PartColumns[p] >= 0 && Counts(member.PartColumns[p]))];
            if (parts.Count == 0)
                continue;
            // A compound that lost all its parts goes by its own name.
            if (nulled && member.PartColumns.All(c => c < 0 || now.Stored(c) is null))
                top.Add(i + 1);
            else
                bitmaps.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i + 1}-{Hex(parts)}"));
        }

        if (top.Count > 0)
            bitmaps.Insert(0, Hex(top));
        return bitmaps;

        bool Counts(int column) => Changed(old, now, column) && (!nulled || now.Stored(column) is null);
    }

    private static string Hex(List<int> bits)
    {
        byte[] bytes = new byte[bits.Max() / 8 + 1];
        foreach (int bit in bits)
            bytes[bytes.Length - 1 - bit / 8] |= (byte)(1 << (bit % 8));
        return "0x" + Convert.ToHexString(bytes);
    }

    private static bool Changed(SalesforceRow old, SalesforceRow now, int column) => !Equals(old.Stored(column), now.Stored(column));

    private bool IsPart(SalesforceSandboxField field)
    {
        if (Type.Name == "Contact" && NameParts.Contains(field.Name, StringComparer.Ordinal))
            return true;
        return Type.Fields.Any(a => a.Type is SalesforceSandboxFieldType.Address && a != field && field.Name.StartsWith(a.Name[..^"Address".Length], StringComparison.Ordinal) && AddressParts.Contains(field.Name[(a.Name.Length - "Address".Length)..], StringComparer.Ordinal));
    }

    private string Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            string name = !_withHeader ? Type.Name : Type.IsCustom ? Type.Name[..^1] + "ChangeEvent" : Type.Name + "ChangeEvent";
            Begin(writer, name, "com.sforce.eventbus");
            var declared = new HashSet<string>(StringComparer.Ordinal);
            if (_withHeader)
                WriteHeaderSchema(writer);
            foreach (Member member in _members)
            {
                writer.WriteStartObject();
                writer.WriteString("name", member.Name);
                if (!IsNullable(member))
                {
                    writer.WriteString("type", TypeOf(member.Field.Type));
                    writer.WriteString("doc", Doc(member));
                    writer.WriteEndObject();
                    continue;
                }

                writer.WriteStartArray("type");
                writer.WriteStringValue("null");
                if (member.Parts is null)
                    writer.WriteStringValue(TypeOf(member.Field.Type));
                else
                    WriteRecord(writer, member.Parts == AddressParts ? "Address" : "PersonName", member.Parts, declared);
                writer.WriteEndArray();
                writer.WriteString("doc", Doc(member));
                writer.WriteNull("default");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteHeaderSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", "ChangeEventHeader");
        writer.WriteStartObject("type");
        writer.WriteString("type", "record");
        writer.WriteString("name", "ChangeEventHeader");
        writer.WriteStartArray("fields");
        foreach (string name in (ReadOnlySpan<string>)["entityName", "recordIds", "changeType", "changeOrigin", "transactionKey", "sequenceNumber", "commitTimestamp", "commitNumber", "commitUser", "nulledFields", "diffFields", "changedFields"])
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WritePropertyName("type");
            switch (name)
            {
                case "recordIds" or "nulledFields" or "diffFields" or "changedFields":
                    writer.WriteStartObject();
                    writer.WriteString("type", "array");
                    writer.WriteString("items", "string");
                    writer.WriteEndObject();
                    break;
                case "changeType":
                    writer.WriteStartObject();
                    writer.WriteString("type", "enum");
                    writer.WriteString("name", "ChangeType");
                    writer.WriteStartArray("symbols");
                    foreach (string symbol in ChangeTypes)
                        writer.WriteStringValue(symbol);
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                    break;
                default:
                    writer.WriteStringValue(name switch { "sequenceNumber" => "int", "commitTimestamp" or "commitNumber" => "long", _ => "string" });
                    break;
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // Declared where it is used first, and named afterwards.
    private static void WriteRecord(Utf8JsonWriter writer, string name, string[] parts, HashSet<string> declared)
    {
        if (!declared.Add(name))
        {
            writer.WriteStringValue(name);
            return;
        }

        Begin(writer, name, null);
        foreach (string part in parts)
        {
            writer.WriteStartObject();
            writer.WriteString("name", part);
            writer.WriteStartArray("type");
            writer.WriteStringValue("null");
            writer.WriteStringValue(part is "Latitude" or "Longitude" ? "double" : "string");
            writer.WriteEndArray();
            writer.WriteNull("default");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter writer, string name, string? space)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "record");
        writer.WriteString("name", name);
        if (space is not null)
            writer.WriteString("namespace", space);
        writer.WriteStartArray("fields");
    }

    // What kind of value it is, which Avro's own types do not tell.
    private static string Doc(Member member) => member.Name switch
    {
        "CreatedDate" => "CreatedDate:DateTime",
        "CreatedById" => "CreatedBy:EntityId",
        _ => "Data:" + member.Field.Type switch
        {
            SalesforceSandboxFieldType.Boolean => "Boolean",
            SalesforceSandboxFieldType.WholeNumber => "Integer",
            SalesforceSandboxFieldType.Number => "Double",
            SalesforceSandboxFieldType.Currency => "Currency",
            SalesforceSandboxFieldType.Percent => "Percent",
            SalesforceSandboxFieldType.Date => "DateOnly",
            SalesforceSandboxFieldType.DateTime => "DateTime",
            SalesforceSandboxFieldType.Id or SalesforceSandboxFieldType.Reference => "EntityId",
            SalesforceSandboxFieldType.Address => "Address",
            _ => "Text",
        },
    };

    private static string TypeOf(SalesforceSandboxFieldType type) => type switch
    {
        SalesforceSandboxFieldType.Boolean => "boolean",
        SalesforceSandboxFieldType.WholeNumber => "int",
        SalesforceSandboxFieldType.Number or SalesforceSandboxFieldType.Currency or SalesforceSandboxFieldType.Percent => "double",
        SalesforceSandboxFieldType.Date or SalesforceSandboxFieldType.DateTime => "long",
        _ => "string",
    };

    private sealed record Member(string Name, SalesforceSandboxField Field, int Column, string[]? Parts, int[] PartColumns);
}

/// <summary>What an event says about its change, without the fields.</summary>
internal sealed record ChangeEventHeader(string EntityName, IReadOnlyList<string> RecordIds, string ChangeType, string ChangeOrigin, string TransactionKey, int SequenceNumber, DateTimeOffset CommittedAt, long CommitNumber, string CommitUser);
