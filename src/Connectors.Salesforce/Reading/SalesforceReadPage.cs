using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>A page as it came, and when: pages that wait to be mapped do not become newer.</summary>
internal readonly record struct SalesforceReadPage(Page<SalesforceRecord> Page, DateTimeOffset ReadAt);
