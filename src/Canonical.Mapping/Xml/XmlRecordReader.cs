using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;

namespace Canonical.Mapping;

/// <summary>
/// Reads XML of any length as JSON records, one at a time, for the same mapping documents as JSON: elements and attributes are members by their local names, elements that may repeat are arrays,
/// an element with text and members has its text in <c>#text</c>, <c>xsi:nil</c> is null. No DTD, nothing is fetched, memory is that of the largest record. Not thread-safe.
/// </summary>
public sealed class XmlRecordReader : IDisposable
{
    private const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    // What the framework's reader may read ahead.
    private const int ReadAhead = 256 * 1024;

    private readonly XmlReader _reader;
    private readonly NodeLimitStream _stream;
    private readonly XmlRecordOptions _options;
    private readonly XmlPlan _plan;
    private readonly string[] _recordPath;
    private readonly List<string> _parents = [];
    private readonly XmlElement _root = new();
    private readonly ArrayBufferWriter<byte> _json = new(4096);
    private readonly Utf8JsonWriter _writer;
    private long _size;

    /// <summary>Makes a reader.</summary>
    /// <param name="stream">The XML; it is not closed.</param>
    /// <param name="options">Which element is a record, and what of it is read.</param>
    /// <exception cref="ArgumentException">The options name no element, or a path that cannot be read.</exception>
    public XmlRecordReader(Stream stream, XmlRecordOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _recordPath = options.RecordElement.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (_recordPath.Length == 0)
            throw new ArgumentException("RecordElement names no element.", nameof(options));
        _plan = XmlPlan.Of(options);
        _writer = new Utf8JsonWriter(_json, s_writing);
        // In UTF-16 a character has two bytes.
        _stream = new NodeLimitStream(stream, (2L * options.MaxRecordBytes) + ReadAhead);
        _reader = XmlReader.Create(_stream, new XmlReaderSettings
        {
            Async = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersFromEntities = 1024,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            CloseInput = false,
        });
    }

    /// <summary>How many records were read.</summary>
    public long Records { get; private set; }

    /// <summary>The record that <see cref="ReadAsync"/> read, UTF-8 JSON; valid until it is called again.</summary>
    public ReadOnlyMemory<byte> Record => _json.WrittenMemory;

    /// <summary>Reads the next record; false at the end of the document.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="XmlRecordException">The XML cannot be read, is too large or too deep, or an element repeats that is not declared to. The reader cannot go on.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken = default)
    {
        _json.ResetWrittenCount();
        while (await NextAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_reader.NodeType != XmlNodeType.Element)
                continue;
            var depth = _reader.Depth;
            if (_parents.Count > depth)
                _parents.RemoveRange(depth, _parents.Count - depth);
            _parents.Add(_reader.LocalName);
            if (!IsRecord())
                continue;
            _size = 0;
            _root.Start("", _plan, _plan.IsWhole);
            await FillAsync(_root, depth, cancellationToken).ConfigureAwait(false);
            _writer.Reset(_json);
            _root.WriteMembers(_writer);
            await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            Records++;
            return true;
        }

        return false;
    }

    /// <summary>Frees the reader.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
        _stream.Dispose();
    }

    private bool IsRecord()
    {
        if (_parents.Count < _recordPath.Length || (_options.Namespace is { } space && _reader.NamespaceURI != space))
            return false;
        for (var i = 1; i <= _recordPath.Length; i++)
        {
            if (_parents[^i] != _recordPath[^i])
                return false;
        }

        return true;
    }

    // From a start element to its end element, which the reader is left on.
    private async ValueTask FillAsync(XmlElement element, int depth, CancellationToken cancellationToken)
    {
        var isEmpty = _reader.IsEmptyElement;
        Attributes(element);
        while (!isEmpty && await NextAsync(cancellationToken).ConfigureAwait(false) && _reader.Depth > depth)
        {
            switch (_reader.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    var text = await TextAsync().ConfigureAwait(false);
                    Count(text.Length);
                    element.Append(text);
                    break;
                case XmlNodeType.Element:
                    await ChildAsync(element, cancellationToken).ConfigureAwait(false);
                    break;
            }
        }

        if (element.Repeated is { } name)
        {
            throw new XmlRecordException(
                MappingCodes.XmlRepeatedElement,
                string.Create(CultureInfo.InvariantCulture, $"Record {Records + 1}: '{name}' stands more than once in '{(element.Name.Length == 0 ? _recordPath[^1] : element.Name)}' and is not declared to repeat. Declare it in XmlRecordOptions.Arrays, or let the mapping read it with 'each' or a selector."));
        }
    }

    private async ValueTask ChildAsync(XmlElement element, CancellationToken cancellationToken)
    {
        var depth = _reader.Depth;
        var name = _reader.LocalName;
        if (_options.Namespace is { } space && _reader.NamespaceURI != space)
        {
            await PassAsync(depth, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (_options.KeyedElements.TryGetValue(name, out var attribute) && Attribute(attribute) is { Length: > 0 } key)
        {
            Count(key.Length);
            // The key is the member, and the attribute is no member of its own.
            if (element.Has(key) || element.Add(key) is not { } keyed)
            {
                await PassAsync(depth, cancellationToken).ConfigureAwait(false);
                return;
            }

            if (!_reader.IsEmptyElement)
            {
                while (await NextAsync(cancellationToken).ConfigureAwait(false) && _reader.Depth > depth)
                {
                    if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                    {
                        var text = await TextAsync().ConfigureAwait(false);
                        Count(text.Length);
                        keyed.Append(text.Trim());
                    }
                }
            }

            return;
        }

        if (element.Add(name) is not { } child)
        {
            await PassAsync(depth, cancellationToken).ConfigureAwait(false);
            return;
        }

        Count(name.Length);
        await FillAsync(child, depth, cancellationToken).ConfigureAwait(false);
    }

    // Over an element, to its end.
    private async ValueTask PassAsync(int depth, CancellationToken cancellationToken)
    {
        if (_reader.IsEmptyElement)
            return;
        while (await NextAsync(cancellationToken).ConfigureAwait(false) && _reader.Depth > depth)
        {
        }
    }

    private void Attributes(XmlElement element)
    {
        for (var more = _reader.MoveToFirstAttribute(); more; more = _reader.MoveToNextAttribute())
        {
            if (_reader.NamespaceURI == Instance)
            {
                element.IsNil |= _reader.LocalName == "nil" && _reader.Value is "true" or "1";
                continue;
            }

            var isOurs = _reader.NamespaceURI.Length == 0 || _options.Namespace is null || _reader.NamespaceURI == _options.Namespace;
            if (!isOurs || _reader.Prefix == "xmlns" || _reader.Name == "xmlns" || element.Add(_reader.LocalName) is not { } attribute)
                continue;
            Count(_reader.LocalName.Length + _reader.Value.Length);
            attribute.Append(_reader.Value);
        }

        _reader.MoveToElement();
    }

    private string? Attribute(string name)
    {
        for (var i = 0; i < _reader.AttributeCount; i++)
        {
            _reader.MoveToAttribute(i);
            if (_reader.LocalName == name && (_reader.NamespaceURI.Length == 0 || _options.Namespace is null || _reader.NamespaceURI == _options.Namespace))
            {
                var value = _reader.Value;
                _reader.MoveToElement();
                return value;
            }
        }

        _reader.MoveToElement();
        return null;
    }

    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _stream.Begin();
        try
        {
            var more = await _reader.ReadAsync().ConfigureAwait(false);
            if (_reader.Depth > _options.MaxDepth)
                throw TooLarge($"is deeper than {_options.MaxDepth} elements");
            return more;
        }
        catch (IOException) when (_stream.IsOver)
        {
            throw TooLarge($"has more than {_options.MaxRecordBytes} bytes");
        }
        catch (XmlException exception)
        {
            throw Unreadable(exception);
        }
    }

    private async ValueTask<string> TextAsync()
    {
        try
        {
            return await _reader.GetValueAsync().ConfigureAwait(false);
        }
        catch (IOException) when (_stream.IsOver)
        {
            throw TooLarge($"has more than {_options.MaxRecordBytes} bytes");
        }
        catch (XmlException exception)
        {
            throw Unreadable(exception);
        }
    }

    // A node costs more than its text: a million empty elements are large too.
    private void Count(int characters)
    {
        _size += characters + 32;
        if (_size > _options.MaxRecordBytes)
            throw TooLarge($"has more than {_options.MaxRecordBytes} bytes");
    }

    private XmlRecordException TooLarge(string what) =>
        new(MappingCodes.XmlTooLarge, string.Create(CultureInfo.InvariantCulture, $"Record {Records + 1} {what}. Read fewer of its elements, or raise the limit in XmlRecordOptions when the record is genuine."));

    // The message of an XmlException can quote the document; its place cannot.
    private static XmlRecordException Unreadable(XmlException exception) =>
        new(MappingCodes.XmlUnreadable, string.Create(CultureInfo.InvariantCulture, $"The XML cannot be read at line {exception.LineNumber}, column {exception.LinePosition}: cut off, malformed, or with a DTD."));
}
