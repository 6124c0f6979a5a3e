using System.Text;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>One element while its record is read. Reused from record to record, so that memory is that of the largest record.</summary>
internal sealed class XmlElement
{
    private readonly List<XmlElement> _children = [];
    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The name of a child that stands twice and is no array; null when there is none.</summary>
    public string? Repeated { get; private set; }

    public string Name { get; private set; } = "";

    public XmlPlan? Plan { get; private set; }

    public bool IsWhole { get; private set; }

    public bool IsNil { get; set; }

    public void Start(string name, XmlPlan? plan, bool isWhole)
    {
        Name = name;
        Plan = plan;
        IsWhole = isWhole;
        IsNil = false;
        _count = 0;
        _names.Clear();
        Repeated = null;
        _text.Clear();
    }

    /// <summary>A child; null when nobody reads it.</summary>
    public XmlElement? Add(string name)
    {
        var plan = Plan?.Member(name);
        var whole = IsWhole || plan is { IsWhole: true };
        if (plan is null && !whole)
            return null;
        if (!_names.Add(name) && plan is not { IsArray: true })
            Repeated ??= name;
        if (_count == _children.Count)
            _children.Add(new XmlElement());
        var child = _children[_count++];
        child.Start(name, plan, whole);
        return child;
    }

    public bool Has(string name) => _names.Contains(name);

    public void Append(string text) => _text.Append(text);

    public void WriteMembers(Utf8JsonWriter writer)
    {
        HashSet<string>? arrays = null;
        writer.WriteStartObject();
        for (var i = 0; i < _count; i++)
        {
            var child = _children[i];
            if (child.Plan is not { IsArray: true })
            {
                writer.WritePropertyName(child.Name);
                child.WriteValue(writer);
            }
            else if ((arrays ??= new(StringComparer.Ordinal)).Add(child.Name))
            {
                writer.WriteStartArray(child.Name);
                for (var j = i; j < _count; j++)
                {
                    if (_children[j].Name == child.Name)
                        _children[j].WriteValue(writer);
                }

                writer.WriteEndArray();
            }
        }

        // White space between elements is how people write them, and no text.
        if (_text.Length > 0 && _text.ToString() is var text && (_count == 0 || !string.IsNullOrWhiteSpace(text)))
        {
            writer.WritePropertyName(XsdShape.TextMember);
            Scalar(writer, text, Plan?.Member(XsdShape.TextMember)?.Type ?? VendorFieldType.Text);
        }

        writer.WriteEndObject();
    }

    // Whether an element is an object must not change from record to record, so what is known of it goes before what this one has.
    private void WriteValue(Utf8JsonWriter writer)
    {
        if (IsNil)
            writer.WriteNullValue();
        else if (_count > 0 || Plan is { HasMembers: true } || Plan is { Type: VendorFieldType.Object })
            WriteMembers(writer);
        else
            WriteScalar(writer);
    }

    private void WriteScalar(Utf8JsonWriter writer) => Scalar(writer, _text.ToString(), Plan?.Type ?? VendorFieldType.Text);

    private static void Scalar(Utf8JsonWriter writer, string text, VendorFieldType type)
    {
        var trimmed = text.AsSpan().Trim();
        switch (type)
        {
            case VendorFieldType.Boolean when trimmed is "true" or "1":
                writer.WriteBooleanValue(true);
                return;
            case VendorFieldType.Boolean when trimmed is "false" or "0":
                writer.WriteBooleanValue(false);
                return;
            // An empty element has no value, whatever its type.
            case not (VendorFieldType.Text or VendorFieldType.Any) when trimmed.IsEmpty:
                writer.WriteNullValue();
                return;
            case VendorFieldType.Decimal or VendorFieldType.Integer when DecimalText.TryNormalize(Number(trimmed), 0, out var plain):
                writer.WriteRawValue(plain);
                return;
            default:
                writer.WriteStringValue(text);
                return;
        }
    }

    // XML Schema writes +1, 01, .5 and 5. too.
    private static ReadOnlySpan<char> Number(ReadOnlySpan<char> text)
    {
        var negative = text.StartsWith("-");
        // A dash alone is how people write "none": not every text without digits is zero.
        if (!text.ContainsAnyInRange('0', '9'))
            return text;
        var digits = (negative || text.StartsWith("+") ? text[1..] : text).TrimStart('0');
        if (digits.IsEmpty || digits[0] == '.')
            digits = "0" + digits.ToString();
        if (digits[^1] == '.')
            digits = digits[..^1];
        return negative ? "-" + digits.ToString() : digits;
    }
}
