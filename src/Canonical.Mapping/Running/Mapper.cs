using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>A compiled mapping: vendor's JSON to canonical JSON and back. Immutable, and safe to use from many threads at once: keep one per document.</summary>
public sealed class Mapper
{
    private const string NoText = "The record holds text that is no Unicode text (half of a surrogate pair).";

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    private Mapper(MappingDocument document) => Document = document;

    /// <summary>The document.</summary>
    public MappingDocument Document { get; }

    /// <summary>Makes a mapper of a document.</summary>
    /// <param name="document">The document.</param>
    /// <exception cref="MappingDocumentException">The document says something that this version cannot run.</exception>
    public static Mapper Compile(MappingDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        RunnableChecks.Check(document);
        return new Mapper(document);
    }

    /// <summary>Maps a vendor's record to a canonical object. A record that cannot be mapped is a result with issues, never an exception.</summary>
    /// <param name="vendorUtf8">The record, one JSON object in UTF-8.</param>
    /// <param name="context">Whose record it is; <see cref="MappingContext.ObservedAt"/> must be set.</param>
    /// <exception cref="ArgumentException">The context has no <see cref="MappingContext.ObservedAt"/>.</exception>
    public MappingResult ToCanonical(ReadOnlySpan<byte> vendorUtf8, MappingContext context) => Run(vendorUtf8, context, MappingDirection.ToCanonical);

    /// <summary>Maps a vendor's record to a canonical object, where the record is part of a document that was parsed, such as a page of records.</summary>
    /// <param name="vendor">The record.</param>
    /// <param name="context">Whose record it is; <see cref="MappingContext.ObservedAt"/> must be set.</param>
    /// <exception cref="ArgumentException">The context has no <see cref="MappingContext.ObservedAt"/>.</exception>
    public MappingResult ToCanonical(JsonElement vendor, MappingContext context) => Run(vendor, context, MappingDirection.ToCanonical);

    /// <summary>Maps a canonical object to the vendor's record. An absent member is not sent, a null member clears the vendor's member.</summary>
    /// <param name="canonicalUtf8">The canonical object, one JSON object in UTF-8.</param>
    /// <param name="context">Whose record it will be.</param>
    public MappingResult ToVendor(ReadOnlySpan<byte> canonicalUtf8, MappingContext context) => Run(canonicalUtf8, context, MappingDirection.ToVendor);

    /// <summary>Maps a canonical object to the vendor's record, where the object is part of a document that was parsed.</summary>
    /// <param name="canonical">The canonical object.</param>
    /// <param name="context">Whose record it will be.</param>
    public MappingResult ToVendor(JsonElement canonical, MappingContext context) => Run(canonical, context, MappingDirection.ToVendor);

    private MappingResult Run(ReadOnlySpan<byte> utf8, MappingContext context, MappingDirection direction)
    {
        JsonDocument parsed;
        try
        {
            // The bytes are the caller's and may change; the document keeps its own.
            parsed = JsonDocument.Parse(utf8.ToArray(), s_strict);
        }
        catch (JsonException)
        {
            Check(context, direction);
            return Refuse("The record is not one well-formed JSON value, or it names a member twice.");
        }
        catch (InvalidOperationException)
        {
            // To tell names apart the parser unescapes them, and one is half of a surrogate pair.
            Check(context, direction);
            return Refuse(NoText);
        }

        using (parsed)
            return Run(parsed.RootElement, context, direction);
    }

    private MappingResult Run(JsonElement root, MappingContext context, MappingDirection direction)
    {
        Check(context, direction);
        if (root.ValueKind != JsonValueKind.Object)
            return Refuse("The record is no JSON object.");
        try
        {
            return Map(root, context, direction);
        }
        catch (InvalidOperationException) when (!JsonText.IsText(root))
        {
            // Lenses and paths unescape what they read; only a record that really holds such text is refused for it.
            return Refuse(NoText);
        }
    }

    private MappingResult Map(JsonElement root, MappingContext context, MappingDirection direction)
    {
        var run = new MapRun(Document, context, direction, root);
        if (direction == MappingDirection.ToCanonical)
            Header.Write(run, Document);
        else
            Header.Check(run, Document);
        Interpreter.RunAll(Document.Plan, run, new Scope(root, run.Output), direction);
        if (direction == MappingDirection.ToCanonical && run.Output.Member("status") is null)
            run.Output.Members.Insert(run.Output.Members.FindIndex(member => member.Key == "observedAt"), new KeyValuePair<string, Node>("status", Node.Of("active")));
        try
        {
            var bytes = new System.Buffers.ArrayBufferWriter<byte>(1024);
            using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                run.Output.WriteTo(writer);
            return new MappingResult(bytes.WrittenSpan.ToArray(), run.Issues);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // A value that was copied as it stands holds an escape of half a surrogate pair: JSON, but no text.
            return Refuse(NoText);
        }
    }

    private static void Check(MappingContext context, MappingDirection direction)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (direction == MappingDirection.ToCanonical && context.ObservedAt == default)
            throw new ArgumentException("MappingContext.ObservedAt must be set to map to a canonical object.", nameof(context));
    }

    private static MappingResult Refuse(string message) => new([],
    [
        new MappingIssue
        {
            Code = MappingCodes.InputNotJson,
            Severity = MappingSeverity.Error,
            Kind = MappingIssueKind.Input,
            Message = message,
            Remedy = "Look at the answer that the record came from.",
        },
    ]);
}
