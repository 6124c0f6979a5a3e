using Canonical.Schema;

namespace Canonical.Model;

/// <summary>A contract: a JSON Schema (2020-12) for one version of one canonical object, compiled on first use. Thread-safe.</summary>
/// <remarks>One contract, two views: <see cref="Schema"/> for who reads, <see cref="WriterSchema"/> for who writes. Formats are asserted.</remarks>
public sealed class CanonicalContract
{
    private readonly Lazy<JsonSchema> _schema;
    private readonly Lazy<JsonSchema> _writerSchema;
    private readonly JsonSchemaRegistry _registry;

    internal CanonicalContract(ContractId id, ReadOnlyMemory<byte> utf8Json, JsonSchemaRegistry registry, Lazy<JsonSchemaRegistry> closed)
    {
        Id = id;
        Utf8Json = utf8Json;
        _registry = registry;
        _schema = new(() => Compile(utf8Json.Span, registry));
        _writerSchema = new(() => Compile(ContractViews.Close(utf8Json.Span), closed.Value));
    }

    /// <summary>The name and version.</summary>
    public ContractId Id { get; }

    /// <summary>The contract as it was written, a JSON Schema in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; }

    /// <summary>The compiled reader's view: the contract as it was written, open for members of later minor versions.</summary>
    /// <exception cref="ContractException">The contract is not a usable schema.</exception>
    public JsonSchema Schema => _schema.Value;

    /// <summary>The compiled writer's view: the same contract, where no object has members that this version does not know; extensions are as free as before.</summary>
    /// <exception cref="ContractException">The contract is not a usable schema.</exception>
    public JsonSchema WriterSchema => _writerSchema.Value;

    /// <summary>The id of the contract.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Id.ToString();

    // The schema at one place of the contract, a JSON Pointer.
    internal JsonSchema CompilePlace(string pointer)
    {
        var fragment = string.Join('/', pointer.Split('/').Select(Uri.EscapeDataString));
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new System.Text.Json.Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("$ref"u8, $"{Schema.Id}#{fragment}");
            writer.WriteEndObject();
        }
        return Compile(buffer.WrittenSpan, _registry);
    }

    private JsonSchema Compile(ReadOnlySpan<byte> utf8Schema, JsonSchemaRegistry registry)
    {
        try
        {
            return JsonSchema.Parse(utf8Schema, new JsonSchemaOptions { Registry = registry });
        }
        catch (JsonSchemaException e)
        {
            throw new ContractException(ModelCodes.UnusableContract, $"The contract {Id} is not a usable schema: {e.Message}", e);
        }
    }
}
