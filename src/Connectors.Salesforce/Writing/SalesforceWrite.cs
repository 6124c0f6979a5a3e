using System.Runtime.InteropServices;

namespace Connectors.Salesforce;

/// <summary>One record of a call that writes several. Immutable and thread-safe.</summary>
/// <param name="Key">The record's id for an update, the external id for an upsert; null for a create, and for an upsert that shall create.</param>
/// <param name="Utf8Fields">The fields as a JSON object in UTF-8, without the key. An absent field keeps its value, null clears it. <c>attributes</c> is put first by the client, also in parents that are named by their external ids.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SalesforceWrite(string? Key, ReadOnlyMemory<byte> Utf8Fields);
