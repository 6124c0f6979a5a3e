using System.Text;
using System.Text.Json;
using Canonical.Model;
using Canonical.Schema;

namespace Canonical.Cli;

// Checks the documents of one block of one file. Used by one thread and for one block.
internal sealed class BlockChecker(ContractResolver contracts, ContractSource.Entry? ofFile, string file, bool showsValues)
{
    private const int LongestValue = 120;

    private static readonly JsonSchema AnyJson = JsonSchema.Parse("true"u8);

    private readonly BlockResult _result = new();
    private byte[] _lastDeclared = [];
    private ContractSource.Entry? _lastEntry;
    private bool _expectsEvents;
    private int _countedBytes;
    private TextPosition _counted = TextPosition.Start;

    public BlockResult Check(Block block)
    {
        var bytes = block.Bytes;
        if (block.IsTooLong)
        {
            _result.Documents++;
            _result.Undecided++;
            _result.Add(At(TextPosition.Start, SchemaCodes.TooLarge, $"The document is larger than {BlockReader.MaxDocumentBytes} bytes and was not checked; split it.") with { IsUndecided = true });
        }
        else if (block.Form == InputForm.Lines)
        {
            CheckLines(bytes);
        }
        else if (block.Form == InputForm.Array)
        {
            CheckDocuments(block);
        }
        else
        {
            CheckDocument(new(bytes, 0..bytes.Length, 0));
        }
        return _result;
    }

    private void CheckLines(ReadOnlySpan<byte> bytes)
    {
        var line = 1L;
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var text = end < 0 ? bytes : bytes[..end];
            if (text.EndsWith((byte)'\r')) text = text[..^1];
            if (text.ContainsAnyExcept(" \t"u8)) CheckDocument(new(text, 0..text.Length, line));
            if (end < 0) break;
            bytes = bytes[(end + 1)..];
            line++;
        }
        _result.End = new(line, 1);
    }

    private void CheckDocuments(Block block)
    {
        var bytes = block.Bytes;
        foreach (var range in block.Documents) CheckDocument(new(bytes, range, 0));
        if (block.Problem is { } problem)
        {
            _result.Documents++;
            _result.Invalid++;
            _result.Add(At(TextPosition.Start.After(bytes), SchemaCodes.InvalidJson, problem));
        }
        _result.End = TextPosition.Start.After(bytes);
    }

    private void CheckDocument(Site site)
    {
        _result.Documents++;
        if (contracts.Given is { } given)
        {
            if (!_expectsEvents && given.Schema.Value.IsValid(site.Text)) return;
            if (DocumentHead.Read(site.Text).Says != DocumentHead.Kind.Event)
            {
                if (!_expectsEvents || !given.Schema.Value.IsValid(site.Text)) Report(given, site);
                return;
            }
            _expectsEvents = true;
            CheckEvent(site);
            return;
        }
        var head = DocumentHead.Read(site.Text);
        if (head.Says == DocumentHead.Kind.Event) CheckEvent(site);
        else if (Resolve(head, site) is { } entry && !entry.Schema.Value.IsValid(site.Text)) Report(entry, site);
    }

    private void CheckEvent(Site site)
    {
        if (!CanonicalEvent.TryRead(site.Text, out _, out var envelope, contracts.Events) && ReportEnvelope(envelope, site)) return;
        var parts = EventParts.Read(site.Text);
        if (parts.Data is not { } range)
        {
            Fail(At(Start(site), CliCodes.EventWithoutData, "The event carries no JSON in its member \"data\", so nothing of it was checked but the envelope."));
            return;
        }
        var data = site.Inner(range, "/data");
        var entry = contracts.Given;
        if (entry is null && parts.DataSchema.Length > 0)
        {
            entry = contracts.ForSchemaUri(parts.DataSchema);
            if (entry is null)
            {
                Fail(At(Start(site), CliCodes.UnknownContract, "The member \"dataschema\" of the event names a contract that is not known here; give --contract, or --schemas with the folder that has it.") with { InstancePath = "/dataschema" });
                return;
            }
        }
        entry ??= Resolve(DocumentHead.Read(data.Text), data);
        if (entry is not null && !entry.Schema.Value.IsValid(data.Text)) Report(entry, data);
    }

    // What the model has against an event. The violations of the data are told one by one by the caller; false when there is nothing else.
    private bool ReportEnvelope(EventReport report, Site site)
    {
        var errors = report.Errors.Where(e => e.Code != EventCodes.DataBreaksContract).ToList();
        if (errors.Count == 0) return false;
        _result.Invalid++;
        var start = Start(site);
        // Where the text is no JSON, the engine says where and why.
        if (errors[0].Code == EventCodes.MalformedEvent && AnyJson.Validate(site.Text).Errors is [var broken, ..])
        {
            _result.Add(At(start.Add(new(broken.Line, broken.Column)), broken.Code, broken.Message));
            return true;
        }
        foreach (var error in errors)
        {
            var path = error.Attribute.Length == 0 ? "" : "/" + error.Attribute;
            _result.Add(At(start.Add(JsonPlace.Find(site.Text, path)), error.Code, $"{error.Message} {error.Remedy}") with { InstancePath = site.Path + path });
        }
        return true;
    }

    // The contract by declaration or rule; where there is none, the finding is made.
    private ContractSource.Entry? Resolve(DocumentHead head, Site site)
    {
        if (head.Says == DocumentHead.Kind.Declares) return ResolveDeclared(head, site);
        if (ofFile is not null) return ofFile;
        // A document that is no JSON may well have the member: what stops the reading, and where, is what helps.
        if (AnyJson.Validate(site.Text).Errors is [var broken, ..])
        {
            Fail(At(Start(site).Add(new(broken.Line, broken.Column)), CliCodes.NoContract, $"{broken.Message} So nothing says which contract the document follows.") with { InstancePath = site.Path });
            return null;
        }
        Fail(At(Start(site), CliCodes.NoContract, "The document names no contract in a member \"contract\", such as \"customer/1.0.0\"; give --contract, or a rule in canonical.json.") with { InstancePath = site.Path });
        return null;
    }

    private ContractSource.Entry? ResolveDeclared(DocumentHead head, Site site)
    {
        if (!head.Contract.SequenceEqual(_lastDeclared))
        {
            _lastEntry = contracts.ForDeclaration(Encoding.UTF8.GetString(head.Contract));
            _lastDeclared = head.Contract.ToArray();
        }
        if (_lastEntry is null)
        {
            Fail(At(Start(site), CliCodes.UnknownContract, "The document follows a contract that is not known here; give --contract, or --schemas with the folder that has it.") with { InstancePath = site.Path + "/contract" });
            return null;
        }
        if (ofFile is null || ofFile.Id.Name == _lastEntry.Id.Name) return _lastEntry;
        Fail(At(Start(site), CliCodes.OtherContract, $"The document follows {_lastEntry.Text}, but {CliConfiguration.FileName} says that this file holds {ofFile.Text}.") with { InstancePath = site.Path + "/contract", Contract = ofFile.Text });
        return null;
    }

    private void Report(ContractSource.Entry entry, Site site) => Report(entry.Schema.Value, entry.Text, site);

    private void Report(JsonSchema schema, string contract, Site site)
    {
        var isRefuted = false;
        var start = Start(site);
        foreach (var error in schema.Validate(site.Text).Errors)
        {
            var isUndecided = error.Code is SchemaCodes.TooMuchWork or SchemaCodes.PatternTimedOut or SchemaCodes.TooLarge;
            isRefuted |= !isUndecided;
            _result.Add(At(start.Add(new(error.Line, error.Column)), error.Code, error.Message) with
            {
                IsUndecided = isUndecided,
                InstancePath = site.Path + error.InstancePath,
                Keyword = error.Keyword,
                SchemaLocation = error.SchemaLocation,
                Contract = contract,
                Value = showsValues ? ValueAt(site.Text, error.ByteOffset) : null,
            });
        }
        if (isRefuted) _result.Invalid++;
        else _result.Undecided++;
    }

    private void Fail(Finding finding)
    {
        _result.Invalid++;
        _result.Add(finding);
    }

    private Finding At(TextPosition place, string code, string message) => new(file, place.Line, place.Column, code, message);

    // Where the document starts in the block; counted only when something is wrong, and each byte once.
    private TextPosition Start(Site site)
    {
        if (site.Line > 0) return new TextPosition(site.Line, 1).After(site.Before);
        var offset = site.Before.Length;
        if (offset < _countedBytes) (_countedBytes, _counted) = (0, TextPosition.Start);
        _counted = _counted.After(site.Before[_countedBytes..]);
        _countedBytes = offset;
        return _counted;
    }

    // The value as it was written, on one line; null where no value begins.
    private static string? ValueAt(ReadOnlySpan<byte> document, long offset)
    {
        try
        {
            var reader = new Utf8JsonReader(document[(int)offset..]);
            reader.Read();
            reader.Skip();
            var text = Encoding.UTF8.GetString(document.Slice((int)offset, (int)reader.BytesConsumed)).ReplaceLineEndings(" ");
            return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
        }
        catch (Exception e) when (e is JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    // One document: where it lies in its block or line, and in its event.
    private readonly ref struct Site(ReadOnlySpan<byte> block, Range range, long line, string path = "")
    {
        private readonly ReadOnlySpan<byte> _block = block;
        private readonly Range _range = range;

        // The line of a file of lines; 0 where the start must be counted.
        public long Line { get; } = line;

        public string Path { get; } = path;

        public ReadOnlySpan<byte> Text => _block[_range];

        public ReadOnlySpan<byte> Before => _block[.._range.Start];

        public Site Inner(Range inner, string path)
        {
            var start = _range.Start.Value;
            return new(_block, (start + inner.Start.Value)..(start + inner.End.Value), Line, path);
        }
    }
}
