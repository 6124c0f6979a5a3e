using System.Globalization;

namespace Canonical.Mapping;

/// <summary>The options of one use of a converter. Every option must be asked for; what is left over is a finding.</summary>
internal sealed class ConverterOptions(IReadOnlyDictionary<string, JsonScalar> values)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public List<string> Problems { get; } = [];

    public bool Flag(string name, bool byDefault)
    {
        if (!TryTake(name, out var value))
            return byDefault;
        if (value.Kind != JsonScalarKind.Boolean)
            Problems.Add($"option '{name}' is true or false");
        return value.IsTrue;
    }

    public string Choice(string name, string byDefault, params string[] choices)
    {
        if (!TryTake(name, out var value))
            return byDefault;
        if (value.Kind == JsonScalarKind.String && choices.Contains(value.Text, StringComparer.Ordinal))
            return value.Text;
        Problems.Add($"option '{name}' is one of {string.Join(", ", choices)}");
        return byDefault;
    }

    public int Number(string name, int byDefault, int min, int max)
    {
        if (!TryTake(name, out var value))
            return byDefault;
        if (value.Kind == JsonScalarKind.Number && int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Problems.Add(string.Create(CultureInfo.InvariantCulture, $"option '{name}' is an integer from {min} to {max}"));
        return byDefault;
    }

    public JsonScalar Scalar(string name, JsonScalar byDefault) => TryTake(name, out var value) ? value : byDefault;

    public string? Text(string name)
    {
        if (!TryTake(name, out var value))
            return null;
        if (value.Kind == JsonScalarKind.String)
            return value.Text;
        Problems.Add($"option '{name}' is a string");
        return null;
    }

    public void Close()
    {
        foreach (var name in values.Keys.Where(name => !_known.Contains(name)).Order(StringComparer.Ordinal))
            Problems.Add($"option '{name}' does not exist (known: {(_known.Count == 0 ? "none" : string.Join(", ", _known.Order(StringComparer.Ordinal)))})");
    }

    private bool TryTake(string name, out JsonScalar value)
    {
        _known.Add(name);
        return values.TryGetValue(name, out value);
    }
}
