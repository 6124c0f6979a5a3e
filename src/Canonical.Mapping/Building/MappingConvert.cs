using System.Text.Json.Nodes;

namespace Canonical.Mapping;

/// <summary>A converter by name, with options: <c>Convert = "text"</c>, or <c>Convert = new("date") { ["format"] = "MM/dd/yyyy" }</c>. Used by one thread while it is built.</summary>
public sealed class MappingConvert
{
    private readonly JsonObject _options = [];

    /// <summary>A converter.</summary>
    /// <param name="name">Its name, of the package or of the host.</param>
    public MappingConvert(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The converter's name.</summary>
    public string Name { get; }

    /// <summary>Sets an option.</summary>
    /// <param name="option">The option's name.</param>
    public MappingLiteral this[string option]
    {
        set => _options[option] = value.Node();
    }

    /// <summary>A converter without options.</summary>
    /// <param name="name">Its name.</param>
    public static implicit operator MappingConvert(string name) => FromString(name);

    /// <summary>A converter without options.</summary>
    /// <param name="name">Its name.</param>
    public static MappingConvert FromString(string name) => new(name);

    internal JsonNode Node()
    {
        if (_options.Count == 0)
            return JsonValue.Create(Name);
        var node = new JsonObject { ["name"] = Name };
        foreach (var option in _options)
            node[option.Key] = option.Value?.DeepClone();
        return node;
    }
}
