using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>One record on its way through a mapping by hand. Used by one thread.</summary>
public sealed class HandMappingRun
{
    private readonly string _system;
    private readonly string _vendorObject;
    private readonly string _objectType;

    internal HandMappingRun(MappingContext context, string system, string vendorObject, string objectType)
    {
        Context = context;
        _system = context.System ?? system;
        _vendorObject = vendorObject;
        _objectType = objectType;
    }

    /// <summary>Whose record it is.</summary>
    public MappingContext Context { get; }

    internal HandMappingHeader? GivenHeader { get; private set; }

    internal List<MappingIssue> Issues { get; } = [];

    /// <summary>The header of the object: the same id that a mapping document derives from this key.</summary>
    /// <param name="key">The record's key as text.</param>
    /// <param name="externalId">An id that another system gave the record, or null.</param>
    /// <param name="version">The record's version or etag, or null.</param>
    /// <param name="url">The record's address for people, or null.</param>
    /// <exception cref="ArgumentException">The key is empty: report an error instead, a record without a key has no identity.</exception>
    public HandMappingHeader Header(string key, string? externalId = null, string? version = null, string? url = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        var reference = new SourceRef
        {
            System = _system,
            Instance = Context.Instance,
            ObjectType = _vendorObject,
            RecordId = key,
            ExternalId = externalId,
            Version = version,
            Url = url,
        };
        return GivenHeader = new HandMappingHeader(CanonicalId.Derive(Context.Tenant, _objectType, _system, Context.Instance, key), [reference], Context.ObservedAt);
    }

    /// <summary>Reports an error: the record cannot be mapped.</summary>
    /// <param name="kind">What sort of trouble it is.</param>
    /// <param name="sourcePath">The place in the vendor's record, or null.</param>
    /// <param name="targetPath">The place in the canonical object, or null.</param>
    /// <param name="message">What is wrong, in one sentence, without a value of the record.</param>
    /// <param name="remedy">What to do about it, in one sentence.</param>
    public void Error(MappingIssueKind kind, string? sourcePath, string? targetPath, string message, string remedy) =>
        Report(MappingCodes.HandMapping, MappingSeverity.Error, kind, sourcePath, targetPath, message, remedy);

    /// <summary>Reports a warning: the record is mapped, and something is worth knowing.</summary>
    /// <param name="kind">What sort of trouble it is.</param>
    /// <param name="sourcePath">The place in the vendor's record, or null.</param>
    /// <param name="targetPath">The place in the canonical object, or null.</param>
    /// <param name="message">What is wrong, in one sentence, without a value of the record.</param>
    /// <param name="remedy">What to do about it, in one sentence.</param>
    public void Warning(MappingIssueKind kind, string? sourcePath, string? targetPath, string message, string remedy) =>
        Report(MappingCodes.HandMapping, MappingSeverity.Warning, kind, sourcePath, targetPath, message, remedy);

    /// <summary>Holds the record back until people have decided: no object, and no error.</summary>
    /// <param name="sourcePath">The place in the vendor's record, or null.</param>
    /// <param name="targetPath">The place in the canonical object, or null.</param>
    /// <param name="message">What has to be decided, in one sentence, without a value of the record.</param>
    /// <param name="remedy">What to do about it, in one sentence.</param>
    public void Hold(string? sourcePath, string? targetPath, string message, string remedy) =>
        Report(MappingCodes.HandMapping, MappingSeverity.Held, MappingIssueKind.Value, sourcePath, targetPath, message, remedy);

    internal bool HasErrors => Issues.Exists(issue => issue.Severity != MappingSeverity.Warning);

    internal void Report(string code, MappingSeverity severity, MappingIssueKind kind, string? sourcePath, string? targetPath, string message, string remedy) =>
        Issues.Add(new MappingIssue
        {
            Code = code,
            Severity = severity,
            Kind = kind,
            SourcePath = sourcePath,
            TargetPath = targetPath,
            Message = message,
            Remedy = remedy,
        });
}
