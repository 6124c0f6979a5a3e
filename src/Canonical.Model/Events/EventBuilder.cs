using System.Globalization;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Model;

// Collects the attributes of one event, from JSON members or HTTP headers, with everything that is wrong with them.
internal sealed class EventBuilder(EventReadOptions options)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<EventError> _errors = [];
    private readonly List<KeyValuePair<string, EventAttributeValue>> _extensions = [];
    private string? _specVersion;
    private string? _id;
    private string? _source;
    private string? _type;
    private string? _subject;
    private string? _dataSchema;
    private DateTimeOffset? _time;
    private ValidationReport? _dataReport;
    private bool _hasTooMany;

    public string? MediaType { get; private set; }

    public void Error(string code, string attribute, string message, string remedy) => _errors.Add(new(code, attribute, message, remedy));

    /// <summary>Notes a name. False when it came before.</summary>
    public bool Take(string name)
    {
        if (_names.Add(name)) return true;
        Error(EventCodes.DuplicateAttribute, Shown(name), "The attribute is given twice.", "Give each attribute once.");
        return false;
    }

    /// <summary>Takes an attribute that is set.</summary>
    public void Add(string name, string text, EventAttributeKind kind)
    {
        if (text.Length > options.MaxAttributeLength)
        {
            Error(EventCodes.EventTooLarge, Shown(name), $"The value has {text.Length} characters; the reader takes {options.MaxAttributeLength}.", "Put what is long into the data, or raise MaxAttributeLength.");
            return;
        }
        if (!EventAttributes.IsContextName(name))
        {
            AddExtension(name, text, kind);
            return;
        }
        if (kind != EventAttributeKind.Text)
        {
            Invalid(name, "The value is not a string.", "Write the value as a JSON string.");
            return;
        }
        switch (name)
        {
            case EventAttributes.SpecVersion: _specVersion = text; break;
            case EventAttributes.Id: _id = Text(name, text); break;
            case EventAttributes.Source: _source = Form(name, text, EventText.IsUriReference(text), "a URI reference (RFC 3986)"); break;
            case EventAttributes.Type: _type = Text(name, text); break;
            case EventAttributes.Subject: _subject = Text(name, text); break;
            case EventAttributes.DataSchema: _dataSchema = Form(name, text, EventText.IsAbsoluteUri(text), "an absolute URI (RFC 3986)"); break;
            case EventAttributes.DataContentType: MediaType = Form(name, text, EventText.IsMediaType(text), "a media type (RFC 2046)"); break;
            default:
                if (EventText.TryParseTime(text, out var time)) _time = time;
                else Invalid(name, "The value is not a timestamp.", "Write an RFC 3339 timestamp with a zone, such as 2026-11-21T09:40:00Z; leap seconds cannot be held.");
                break;
        }
    }

    public (CanonicalEvent? Event, EventReport Report) Build(EventData? data)
    {
        CheckRequired();
        if (data is { Kind: EventDataKind.Json } && options.Contracts is not null) CheckData(data.Bytes.Span);
        if (_errors.Count > 0) return (null, new(_errors, _dataReport));
        return (new()
        {
            Id = _id!,
            Source = _source!,
            Type = _type!,
            Subject = _subject,
            Time = _time,
            DataSchema = _dataSchema,
            Extensions = EventExtensions.Create([.. _extensions]),
            Data = data,
        }, EventReport.Valid);
    }

    private static string Shown(string name) => name.Length <= 40 && EventText.IsText(name) ? name : "";

    private void AddExtension(string name, string text, EventAttributeKind kind)
    {
        if (!EventAttributes.HasNameForm(name))
        {
            Invalid(name, "The name of an attribute is lower-case letters and digits.", "Rename the attribute; what does not fit belongs into the data.");
            return;
        }
        if (_extensions.Count >= options.MaxExtensions)
        {
            if (!_hasTooMany) Error(EventCodes.EventTooLarge, "", $"The event has more than {options.MaxExtensions} extension attributes.", "Put them into the data, or raise MaxExtensions.");
            _hasTooMany = true;
            return;
        }
        if (!EventText.IsText(text))
        {
            Invalid(name, "The value has a control character, a non-character or half of a surrogate pair.", "Take the character out.");
            return;
        }
        _extensions.Add(new(name, kind switch
        {
            EventAttributeKind.Boolean => EventAttributeValue.FromBoolean(text == "true"),
            EventAttributeKind.Number => EventAttributeValue.FromNumber(int.Parse(text, CultureInfo.InvariantCulture)),
            _ => EventAttributeValue.FromText(text),
        }));
    }

    private void CheckRequired()
    {
        if (_specVersion is null) Missing(EventAttributes.SpecVersion);
        else if (_specVersion != CanonicalEvent.SpecVersion) Error(EventCodes.UnsupportedSpecVersion, EventAttributes.SpecVersion, "The version of CloudEvents is not 1.0.", "Send CloudEvents 1.0.");
        if (_id is null) Missing(EventAttributes.Id);
        if (_source is null) Missing(EventAttributes.Source);
        if (_type is null) Missing(EventAttributes.Type);
    }

    // An attribute that was given and is wrong has its error already; one that is null counts as not given.
    private void Missing(string name)
    {
        if (!_errors.Exists(e => e.Attribute == name)) Error(EventCodes.MissingAttribute, name, "The attribute is required.", "Give specversion, id, source and type.");
    }

    private void CheckData(ReadOnlySpan<byte> utf8Json)
    {
        if (_dataSchema is null || !_dataSchema.StartsWith(options.SchemaBase, StringComparison.Ordinal) || !ContractId.TryParse(_dataSchema[options.SchemaBase.Length..], out var id)) return;
        var ours = CanonicalEventTypes.TryGet(_type ?? "", out var type);
        if (ours && type!.ObjectName != id.Name)
        {
            Error(EventCodes.ObjectMismatch, EventAttributes.DataSchema, $"{type.Name} is an event of {type.ObjectName}; the schema is that of {id.Name}.", "Send the object that the type names.");
            return;
        }
        if (FindContract(id) is not { } contract) return;
        var report = contract.Schema.Validate(utf8Json);
        if (!report.IsValid)
        {
            _dataReport = report;
            Error(EventCodes.DataBreaksContract, EventAttributes.Data, $"The data breaks the contract {contract.Id}.", "Mend the data; the report of the data says where.");
        }
        else if (ours && _subject is not null && !IsSubject(_subject, id.Name, utf8Json))
        {
            Error(EventCodes.ObjectMismatch, EventAttributes.Subject, "The subject is not the object of the data.", "Write the subject as object/id, with the id of the data.");
        }
    }

    // The contract itself, or the newest minor of its major that is here: what a later minor adds is for the reader to keep.
    private CanonicalContract? FindContract(ContractId id)
    {
        if (options.Contracts!.TryGet(id, out var exact)) return exact;
        CanonicalContract? newest = null;
        foreach (var contract in options.Contracts.All)
        {
            if (contract.Id.Name == id.Name && contract.Id.Version.Major == id.Version.Major) newest = contract;
        }
        return newest;
    }

    private static bool IsSubject(string subject, string objectName, ReadOnlySpan<byte> utf8Json)
    {
        if (!subject.StartsWith(objectName, StringComparison.Ordinal) || subject.Length <= objectName.Length || subject[objectName.Length] != '/') return false;
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId) return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(subject.AsSpan(objectName.Length + 1));
            reader.Skip();
        }
        return false;
    }

    private string? Text(string name, string text) => Form(name, text, text.Length > 0 && EventText.IsText(text), "a text that is not empty, without control characters");

    private string? Form(string name, string text, bool fits, string form)
    {
        if (fits) return text;
        Invalid(name, $"The value is not {form}.", $"Write {form}.");
        return null;
    }

    private void Invalid(string name, string message, string remedy) => Error(EventCodes.InvalidAttribute, Shown(name), message, remedy);
}
