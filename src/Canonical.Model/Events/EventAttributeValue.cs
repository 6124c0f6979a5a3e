using System.Globalization;

namespace Canonical.Model;

/// <summary>The value of an extension attribute. In the binary HTTP form every value is a text. The default value is the empty text. Thread-safe: an immutable value.</summary>
public readonly record struct EventAttributeValue
{
    private readonly string? _text;

    private EventAttributeValue(string text, EventAttributeKind kind) => (_text, Kind) = (text, kind);

    /// <summary>The type.</summary>
    public EventAttributeKind Kind { get; }

    /// <summary>The canonical text of the value, as CloudEvents' type system writes it: <c>true</c>, <c>-5</c>, or the text itself.</summary>
    public string Text => _text ?? "";

    /// <summary>A text.</summary>
    /// <param name="value">The text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The text has control characters, non-characters or half of a surrogate pair, which CloudEvents does not allow.</exception>
    public static EventAttributeValue FromText(string value) => new(EventText.Check(value, nameof(value)), EventAttributeKind.Text);

    /// <summary>An integer.</summary>
    /// <param name="value">The integer.</param>
    /// <returns>The value.</returns>
    public static EventAttributeValue FromNumber(int value) => new(value.ToString(CultureInfo.InvariantCulture), EventAttributeKind.Number);

    /// <summary>A truth value.</summary>
    /// <param name="value">The truth value.</param>
    /// <returns>The value.</returns>
    public static EventAttributeValue FromBoolean(bool value) => new(value ? "true" : "false", EventAttributeKind.Boolean);

    /// <summary>The text of the value.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
