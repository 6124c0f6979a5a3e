using Canonical.Schema;

namespace Canonical.Model;

/// <summary>A contract: a JSON Schema (2020-12) for one version of one canonical object, compiled on first use. Thread-safe.</summary>
/// <remarks>The schema is the reader's view: it accepts members that a later minor version may add. Formats are asserted.</remarks>
public sealed class CanonicalContract
{
    private readonly Lazy<JsonSchema> _schema;

    internal CanonicalContract(ContractId id, ReadOnlyMemory<byte> utf8Json, JsonSchemaRegistry registry)
    {
        Id = id;
        Utf8Json = utf8Json;
        _schema = new(() =>
        {
            try
            {
                return JsonSchema.Parse(utf8Json.Span, new JsonSchemaOptions { Registry = registry });
            }
            catch (JsonSchemaException e)
            {
                throw new ContractException(ModelCodes.UnusableContract, $"The contract {id} is not a usable schema: {e.Message}", e);
            }
        });
    }

    /// <summary>The name and version.</summary>
    public ContractId Id { get; }

    /// <summary>The contract as it was written, a JSON Schema in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; }

    /// <summary>The compiled schema.</summary>
    /// <exception cref="ContractException">The contract is not a usable schema.</exception>
    public JsonSchema Schema => _schema.Value;

    /// <summary>The id of the contract.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Id.ToString();
}
