using System.Reflection;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>The mappings of a host: documents, overlays, parameters and converters. Filled while the host is set up, by one thread; everything is read and checked when the host starts.</summary>
public sealed class CanonicalMappingOptions
{
    internal List<MappingSourceEntry> Documents { get; } = [];

    internal List<MappingSourceEntry> Overlays { get; } = [];

    /// <summary>Converters of the host by name, for all documents.</summary>
    public IDictionary<string, IValueConverter> Converters { get; } = new Dictionary<string, IValueConverter>(StringComparer.Ordinal);

    /// <summary>Values of parameters, by the id of the mapping and the name of the parameter.</summary>
    public IDictionary<string, IDictionary<string, string>> Parameters { get; } = new Dictionary<string, IDictionary<string, string>>(StringComparer.Ordinal);

    /// <summary>The JSON Schema of a contract by its id, for documents of a host's own contracts; null takes the contracts of <c>Canonical.Model</c>.</summary>
    public Func<string, ReadOnlyMemory<byte>?>? Contracts { get; set; }

    /// <summary>Adds a mapping document from a file.</summary>
    /// <param name="path">The file.</param>
    public CanonicalMappingOptions AddFile(string path) => Add(Documents, path, () => File.ReadAllBytes(path));

    /// <summary>Adds a mapping document from an embedded resource.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="name">The name of the resource.</param>
    public CanonicalMappingOptions AddResource(Assembly assembly, string name) => Add(Documents, name, () => Resource(assembly, name));

    /// <summary>Adds a mapping document from a stream, which is read to its end when the host starts, and closed.</summary>
    /// <param name="name">What findings call it.</param>
    /// <param name="open">Opens the stream.</param>
    public CanonicalMappingOptions AddStream(string name, Func<Stream> open) => Add(Documents, name, () => Read(open));

    /// <summary>Adds a mapping document that is in memory.</summary>
    /// <param name="name">What findings call it.</param>
    /// <param name="utf8Json">The document, UTF-8.</param>
    public CanonicalMappingOptions AddJson(string name, ReadOnlyMemory<byte> utf8Json) => Add(Documents, name, () => utf8Json.ToArray());

    /// <summary>Adds a mapping document that C# writes.</summary>
    /// <typeparam name="T">The canonical object.</typeparam>
    /// <param name="builder">The builder; its document is read and checked when the host starts, like one of a file.</param>
    public CanonicalMappingOptions Add<T>(MappingBuilder<T> builder)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(builder);
        return Add(Documents, "a builder of " + typeof(T).Name, builder.ToUtf8Json);
    }

    /// <summary>Adds an overlay from a file; it is applied to the mapping that it names.</summary>
    /// <param name="path">The file.</param>
    public CanonicalMappingOptions AddOverlayFile(string path) => Add(Overlays, path, () => File.ReadAllBytes(path));

    /// <summary>Adds an overlay from an embedded resource.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="name">The name of the resource.</param>
    public CanonicalMappingOptions AddOverlayResource(Assembly assembly, string name) => Add(Overlays, name, () => Resource(assembly, name));

    /// <summary>Adds an overlay from a stream, which is read to its end when the host starts, and closed.</summary>
    /// <param name="name">What findings call it.</param>
    /// <param name="open">Opens the stream.</param>
    public CanonicalMappingOptions AddOverlayStream(string name, Func<Stream> open) => Add(Overlays, name, () => Read(open));

    /// <summary>Adds an overlay that is in memory.</summary>
    /// <param name="name">What findings call it.</param>
    /// <param name="utf8Json">The overlay, UTF-8.</param>
    public CanonicalMappingOptions AddOverlayJson(string name, ReadOnlyMemory<byte> utf8Json) => Add(Overlays, name, () => utf8Json.ToArray());

    /// <summary>Adds a converter for documents to name.</summary>
    /// <param name="name">Its name, which none of the package's converters has.</param>
    /// <param name="converter">The converter; it is used by many threads at once.</param>
    public CanonicalMappingOptions AddConverter(string name, IValueConverter converter)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(converter);
        Converters[name] = converter;
        return this;
    }

    /// <summary>Sets a parameter of a mapping.</summary>
    /// <param name="mappingId">The id of the mapping.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value as text.</param>
    public CanonicalMappingOptions SetParameter(string mappingId, string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(mappingId);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!Parameters.TryGetValue(mappingId, out var values))
            Parameters[mappingId] = values = new Dictionary<string, string>(StringComparer.Ordinal);
        values[name] = value;
        return this;
    }

    private CanonicalMappingOptions Add(List<MappingSourceEntry> entries, string name, Func<byte[]> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        entries.Add(new MappingSourceEntry(name, read));
        return this;
    }

    private static byte[] Resource(Assembly assembly, string name)
    {
        var stream = assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"The assembly {assembly.GetName().Name} has no resource '{name}'; it has {string.Join(", ", assembly.GetManifestResourceNames())}.");
        return Read(() => stream);
    }

    private static byte[] Read(Func<Stream> open)
    {
        using var stream = open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

/// <summary>Where a document comes from; it is read when the host starts.</summary>
internal sealed record MappingSourceEntry(string Name, Func<byte[]> Read);
