using System.Runtime.InteropServices;

namespace Connectors.Salesforce;

/// <summary>A row of a bulk result and where it stands: the locator of its page, null for the first, and its place there from 0.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SalesforceBulkPlace(SalesforceBulkRow Row, string? Locator, long At);
