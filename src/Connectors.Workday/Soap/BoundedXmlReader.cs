using System.Text;
using System.Xml;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>
/// A forward reader over an answer that nobody has vouched for: no DTD (so no entities and no external files), a limit on bytes and on depth,
/// and every way of being unreadable turned into one exception without any text of the document.
/// </summary>
internal sealed class BoundedXmlReader : IDisposable
{
    private readonly XmlReader _reader;
    private readonly int _maxDepth;

    public BoundedXmlReader(Stream stream, XmlLimits limits, CancellationToken cancellationToken)
    {
        _maxDepth = limits.MaxDepth;
        _reader = XmlReader.Create(new LimitedStream(stream, limits.MaxBytes, cancellationToken), new XmlReaderSettings
        {
            Async = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = 0,
            MaxCharactersFromEntities = 1024,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            CloseInput = false,
        });
    }

    public XmlNodeType NodeType => _reader.NodeType;

    public string LocalName => _reader.LocalName;

    public bool IsEmptyElement => _reader.IsEmptyElement;

    public int Depth => _reader.Depth;

    public bool IsElement(string localName, string ns) =>
        _reader.NodeType == XmlNodeType.Element && _reader.LocalName == localName && _reader.NamespaceURI == ns;

    public bool IsElementIn(string ns) => _reader.NodeType == XmlNodeType.Element && _reader.NamespaceURI == ns;

    /// <summary>The attribute in Workday's namespace, or without one: the schema qualifies attributes, some senders do not.</summary>
    public string? Attribute(string localName) => _reader.GetAttribute(localName, SoapNames.Workday) ?? _reader.GetAttribute(localName);

    /// <summary>Goes on to the next node; false at the end.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            bool more = await _reader.ReadAsync().ConfigureAwait(false);
            if (_reader.Depth > _maxDepth)
                throw TooLarge($"deeper than {_maxDepth} elements");
            return more;
        }
        catch (XmlException exception)
        {
            throw Unreadable(exception);
        }
    }

    /// <summary>From a start element to the node after its end. Unlike <see cref="XmlReader.SkipAsync"/> it minds the depth.</summary>
    public async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        if (_reader.NodeType == XmlNodeType.Element && !_reader.IsEmptyElement)
        {
            int depth = _reader.Depth;
            while (await ReadAsync(cancellationToken).ConfigureAwait(false) && _reader.Depth > depth)
            {
            }
        }

        await ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The text of a simple element, leaving the reader behind it. Elements inside are passed over.</summary>
    public async ValueTask<string> ReadTextAsync(CancellationToken cancellationToken)
    {
        if (_reader.IsEmptyElement)
        {
            await ReadAsync(cancellationToken).ConfigureAwait(false);
            return "";
        }

        int depth = _reader.Depth;
        string first = "";
        StringBuilder? more = null;
        while (await ReadAsync(cancellationToken).ConfigureAwait(false) && _reader.Depth > depth)
        {
            // White space alone arrives as its own node kind and counts only inside text.
            if (_reader.Depth != depth + 1 || _reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace))
                continue;
            string text = await GetValueAsync().ConfigureAwait(false);
            if (first.Length == 0)
                first = text;
            else
                (more ??= new StringBuilder(first)).Append(text);
        }

        await ReadAsync(cancellationToken).ConfigureAwait(false);
        return more?.ToString() ?? first;
    }

    public void Dispose() => _reader.Dispose();

    private async ValueTask<string> GetValueAsync()
    {
        try
        {
            return await _reader.GetValueAsync().ConfigureAwait(false);
        }
        catch (XmlException exception)
        {
            throw Unreadable(exception);
        }
    }

    // The message of an XmlException can quote the document; its place cannot.
    private static ConnectorException Unreadable(XmlException exception) => new(
        WorkdayErrorCodes.UnreadableResponse,
        IssueKind.Transient,
        $"Workday's answer is not readable XML at line {exception.LineNumber}, column {exception.LinePosition}: cut off, malformed, or with a DTD.");

    private static ConnectorException TooLarge(string what) => new(
        WorkdayErrorCodes.ResponseTooLarge,
        IssueKind.Configuration,
        $"Workday's answer is {what}. Ask for smaller pages, or raise the limit in the options when the answer is genuine.");
}
