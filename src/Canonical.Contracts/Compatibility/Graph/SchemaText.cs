using System.Text.Json;

namespace Canonical.Contracts;

// A document by its URI. Classes, like all that stands in collections here: those of classes share the code that the framework was compiled with, where those of structs are made anew in every process, and the command
// compares two contracts in the time that making such code for a hundred methods takes.
internal sealed record SchemaText(string Key, ReadOnlyMemory<byte> Value);

// The same, read.
internal sealed record ParsedSchema(string Key, JsonElement Value);
