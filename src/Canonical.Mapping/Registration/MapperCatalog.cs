using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Canonical.Mapping;

/// <summary>Reads, checks and compiles everything that a host registered. All that is wrong is collected.</summary>
internal sealed class MapperCatalog : IMapperCatalog
{
    private readonly FrozenDictionary<string, Mapper> _byId;
    private readonly FrozenDictionary<(string System, string ObjectType, string Target), Mapper> _byPlace;
    private readonly FrozenDictionary<string, IReadOnlyDictionary<string, string>> _parameters;

    private MapperCatalog(IReadOnlyList<Mapper> mappers, FrozenDictionary<string, IReadOnlyDictionary<string, string>> parameters)
    {
        Mappers = mappers;
        _byId = mappers.ToFrozenDictionary(mapper => mapper.Document.Id, StringComparer.Ordinal);
        _byPlace = mappers.ToFrozenDictionary(mapper => Place(mapper.Document));
        _parameters = parameters;
    }

    public IReadOnlyList<Mapper> Mappers { get; }

    public static MapperCatalog? Load(CanonicalMappingOptions options, List<string> failures)
    {
        var reading = new MappingDocumentOptions { Converters = options.Converters.ToFrozenDictionary(StringComparer.Ordinal), Contracts = options.Contracts };
        foreach (var name in options.Converters.Keys.Where(name => BuiltInConverters.Names.Contains(name, StringComparer.Ordinal)).Order(StringComparer.Ordinal))
            failures.Add($"{MappingCodes.UnusableRegistration}: The converter '{name}' has the name of one of the package; give it another.");

        var documents = new List<MappingDocument>();
        foreach (var entry in options.Documents)
        {
            if (Try(entry, bytes => MappingDocument.Parse(bytes, reading), failures) is not { } document)
                continue;
            if (documents.Exists(other => other.Id == document.Id))
                failures.Add($"{MappingCodes.UnusableRegistration}: The mapping '{document.Id}' is registered twice, the second time by {entry.Name}.");
            else if (documents.Find(other => Place(other) == Place(document)) is { } rival)
                failures.Add($"{MappingCodes.UnusableRegistration}: The mappings '{rival.Id}' and '{document.Id}' both map {document.Source.System} {document.Source.ObjectType} to {document.ObjectType}; register one of them.");
            else
                documents.Add(document);
        }

        var overlays = new List<MappingOverlay>();
        foreach (var entry in options.Overlays)
        {
            if (Try(entry, MappingOverlay.Parse, failures) is not { } overlay)
                continue;
            overlays.Add(overlay);
            // A mapping that could not be read has told so.
            if (failures.Count == 0 && !documents.Exists(document => document.Id == overlay.BaseId))
                failures.Add($"{MappingCodes.UnusableRegistration}: The overlay '{overlay.Id}' is for the mapping '{overlay.BaseId}', which is not registered.");
        }

        var mappers = new List<Mapper>();
        foreach (var document in documents)
        {
            MappingOverlay[] own = [.. overlays.Where(overlay => overlay.BaseId == document.Id)];
            var what = own.Length == 0 ? document.Identity.ToString() : string.Create(CultureInfo.InvariantCulture, $"{document.Identity} with {own.Length} overlay{(own.Length == 1 ? "" : "s")}");
            if (Try(what, () => Mapper.Compile(document.With(own)), failures) is { } mapper)
                mappers.Add(mapper);
        }

        var parameters = Parameters(options, mappers, failures);
        return failures.Count > 0 ? null : new MapperCatalog([.. mappers.OrderBy(mapper => mapper.Document.Id, StringComparer.Ordinal)], parameters);
    }

    public bool TryGet(string mappingId, [NotNullWhen(true)] out Mapper? mapper) => _byId.TryGetValue(mappingId, out mapper);

    public bool TryFind(string system, string objectType, string target, [NotNullWhen(true)] out Mapper? mapper) => _byPlace.TryGetValue((system, objectType, target), out mapper);

    public Mapper GetRequired(string mappingId) => TryGet(mappingId, out var mapper)
        ? mapper
        : throw new KeyNotFoundException($"No mapping '{mappingId}' is registered; there are {(Mappers.Count == 0 ? "none" : string.Join(", ", Mappers.Select(known => known.Document.Id)))}.");

    public IReadOnlyDictionary<string, string> ParametersOf(string mappingId) => _parameters.GetValueOrDefault(mappingId) ?? FrozenDictionary<string, string>.Empty;

    private static FrozenDictionary<string, IReadOnlyDictionary<string, string>> Parameters(CanonicalMappingOptions options, List<Mapper> mappers, List<string> failures)
    {
        foreach (var mapping in options.Parameters.Keys.Where(id => failures.Count == 0 && !mappers.Exists(mapper => mapper.Document.Id == id)).Order(StringComparer.Ordinal).ToArray())
            failures.Add($"{MappingCodes.UnusableRegistration}: There are parameters for the mapping '{mapping}', which is not registered.");
        var parameters = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var mapper in mappers)
        {
            var given = options.Parameters.TryGetValue(mapper.Document.Id, out var values)
                ? values.ToFrozenDictionary(StringComparer.Ordinal)
                : FrozenDictionary<string, string>.Empty;
            // Without any value here the host gives them with each record, and the mapper asks for them there.
            if (given.Count > 0)
                failures.AddRange(mapper.Document.CheckParameters(given).Select(finding => $"{mapper.Document.Identity}: {finding}"));
            parameters[mapper.Document.Id] = given;
        }

        return parameters.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static (string System, string ObjectType, string Target) Place(MappingDocument document) => (document.Source.System, document.Source.ObjectType, document.ObjectType);

    private static TResult? Try<TResult>(MappingSourceEntry entry, Parser<TResult> parse, List<string> failures)
        where TResult : class =>
        Try(entry.Name, () => parse(entry.Read()), failures);

    private static TResult? Try<TResult>(string what, Func<TResult> make, List<string> failures)
        where TResult : class
    {
        try
        {
            return make();
        }
        catch (MappingDocumentException exception)
        {
            failures.AddRange(exception.Findings.Select(finding => $"{what}: {finding}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            failures.Add($"{MappingCodes.UnusableRegistration}: {what} cannot be read: {exception.Message}");
        }

        return null;
    }

    private delegate TResult Parser<TResult>(ReadOnlySpan<byte> utf8Json);
}
