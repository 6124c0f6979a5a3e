using System.Buffers;
using System.Text.Json;
using Canonical.Model;
using Canonical.Schema;

namespace Canonical.Mapping;

/// <summary>
/// Runs a mapping by hand and keeps what a document gives: the id is the one that its key derives, the object keeps its contract, all problems are collected, and an
/// exception of one record is an issue of that record. Immutable, and safe to use from many threads at once.
/// </summary>
/// <typeparam name="T">The canonical object.</typeparam>
public sealed class HandMapper<T> : IObjectMapper<T>
    where T : class, ICanonicalObject<T>
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonWriterOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IHandMapping<T> _mapping;

    /// <summary>Makes a mapper of a mapping by hand.</summary>
    /// <param name="mapping">The mapping.</param>
    public HandMapper(IHandMapping<T> mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        _mapping = mapping;
    }

    /// <inheritdoc/>
    public MappingIdentity Identity => _mapping.Identity;

    /// <inheritdoc/>
    public IReadOnlyList<LensDescription> Lenses => _mapping.Lenses;

    /// <inheritdoc/>
    public MappingResult<T> ToCanonical(ReadOnlySpan<byte> vendorUtf8, MappingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.ObservedAt == default)
            throw new ArgumentException("MappingContext.ObservedAt must be set to map to a canonical object.", nameof(context));
        var run = Run(context);
        T? value = null;
        try
        {
            using var document = JsonDocument.Parse(vendorUtf8.ToArray(), s_strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                value = Guarded(run, (_mapping, document.RootElement), static (state, run) => state._mapping.ToCanonical(state.RootElement, run));
            else
                run.Report(MappingCodes.InputNotJson, MappingSeverity.Error, MappingIssueKind.Input, null, null, "The record is no JSON object.", "Look at the answer that the record came from.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            run.Report(
                MappingCodes.InputNotJson, MappingSeverity.Error, MappingIssueKind.Input, null, null,
                "The record is not one well-formed JSON value, or it names a member twice.", "Look at the answer that the record came from.");
        }

        if (value is null)
        {
            if (!run.HasErrors)
                run.Report(MappingCodes.HandMapping, MappingSeverity.Error, MappingIssueKind.Configuration, null, null, "The mapping gave no object and no reason.", $"Let the mapping '{Identity.Id}' report an error.");
            return new MappingResult<T>(null, default, run.Issues);
        }

        CheckHeader(value, run);
        CheckContract(value, run);
        return run.HasErrors ? new MappingResult<T>(null, default, run.Issues) : new MappingResult<T>(value, value.ToUtf8Bytes(), run.Issues);
    }

    /// <inheritdoc/>
    public MappingResult ToVendor(T value, MappingContext context)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(context);
        var run = Run(context);
        CheckContract(value, run);
        if (run.HasErrors)
            return new MappingResult([], run.Issues);
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(bytes, s_plain))
        {
            writer.WriteStartObject();
            var whole = Guarded(run, (_mapping, value, writer), static (state, run) =>
            {
                state._mapping.ToVendor(state.value, state.writer, run);
                if (state.writer.CurrentDepth != 1)
                    throw new InvalidOperationException("An object or an array was not ended.");
                // It refuses a name without a value.
                state.writer.WriteEndObject();
                return state.writer;
            });
            if (whole is null)
                return new MappingResult([], run.Issues);
        }

        // The writer looks at neither: raw JSON may be none, and a name may be written again.
        if (!run.HasErrors && !RawJson.NamesDiffer(bytes.WrittenSpan))
        {
            run.Report(
                MappingCodes.HandMappingFailed, MappingSeverity.Error, MappingIssueKind.Configuration, null, null,
                "The mapping by hand wrote no well-formed JSON, or a member twice.", $"Correct the mapping '{Identity.Id}': each member is written once.");
        }

        return new MappingResult(run.HasErrors ? [] : bytes.WrittenSpan.ToArray(), run.Issues);
    }

    private HandMappingRun Run(MappingContext context) => new(context, _mapping.System, _mapping.ObjectType, T.Contract.Id.Name);

    // One record that trips the code is one record's problem; its text is not told, since it may hold a value.
    private TResult? Guarded<TState, TResult>(HandMappingRun run, TState state, Func<TState, HandMappingRun, TResult?> map)
        where TResult : class
    {
        try
        {
            return map(state, run);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            run.Report(
                MappingCodes.HandMappingFailed, MappingSeverity.Error, MappingIssueKind.Configuration, null, null,
                $"The mapping by hand threw {exception.GetType().Name}.", $"Correct the mapping '{Identity.Id}': a record that it cannot map is an error that it reports.");
            return null;
        }
    }

    private void CheckHeader(T value, HandMappingRun run)
    {
        if (run.GivenHeader is not { } header)
        {
            run.Report(MappingCodes.KeyMissing, MappingSeverity.Error, MappingIssueKind.Configuration, null, "id", "The mapping did not ask for the header by the record's key.", $"Let the mapping '{Identity.Id}' call Header.");
            return;
        }

        var wrong = value.Id != header.Id ? "id"
            : value.SourceRefs.Count == 0 || value.SourceRefs[0] != header.SourceRefs[0] ? "sourceRefs"
            : value.ObservedAt != header.ObservedAt ? "observedAt"
            : null;
        if (wrong is not null)
        {
            run.Report(
                MappingCodes.HandMappingHeader, MappingSeverity.Error, MappingIssueKind.Configuration, null, wrong,
                $"The object's {wrong} is not that of the header.", $"Let the mapping '{Identity.Id}' take id, sourceRefs and observedAt from the header as they are.");
        }
    }

    private static void CheckContract(T value, HandMappingRun run)
    {
        ValidationReport report = value.Validate();
        foreach (var error in report.Errors)
        {
            run.Report(
                MappingCodes.ContractViolation, MappingSeverity.Error, MappingIssueKind.Contract, null, Path(error.InstancePath),
                $"The contract does not allow it: {error.Message}", "Correct the mapping, or the member in the vendor's record.");
        }
    }

    // A JSON Pointer as the member path of the other issues.
    private static string Path(string pointer)
    {
        var path = "";
        foreach (var token in pointer.Split('/').Skip(1))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            path += name.All(char.IsAsciiDigit) ? $"[{name}]" : (path.Length == 0 ? "" : ".") + PathText.Of([new PathStep(PathStepKind.Member, name, 0, default)]);
        }

        return path;
    }
}
