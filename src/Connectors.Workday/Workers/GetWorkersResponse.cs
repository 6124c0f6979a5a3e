using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Xml;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>The counts of one page.</summary>
/// <param name="TotalResults">Workers in the whole set; null when Workday did not say.</param>
/// <param name="TotalPages">Pages of the whole set; null when Workday did not say.</param>
/// <param name="OnThisPage">Workers on this page; null when Workday did not say.</param>
/// <param name="Page">The number of this page, from 1; null when Workday did not say.</param>
internal sealed record PageResults(long? TotalResults, long? TotalPages, long? OnThisPage, long? Page)
{
    public static PageResults None { get; } = new(null, null, null, null);
}

/// <summary>A Get_Workers answer, read forward once: a worker at a time, whatever the size of the page.</summary>
internal sealed class GetWorkersResponse : IDisposable
{
    private readonly BoundedXmlReader _reader;

    private GetWorkersResponse(BoundedXmlReader reader) => _reader = reader;

    /// <summary>The counts; complete once all workers were read, whatever the order of the elements.</summary>
    public PageResults Results { get; private set; } = PageResults.None;

    /// <summary>Reads up to the payload.</summary>
    /// <exception cref="ConnectorException">The answer is a fault, no SOAP, unreadable or over the limits.</exception>
    public static async ValueTask<GetWorkersResponse> OpenAsync(Stream stream, XmlLimits limits, AnswerInfo answer, CancellationToken cancellationToken)
    {
        var reader = new BoundedXmlReader(stream, limits, cancellationToken);
        try
        {
            await SoapBody.EnterAsync(reader, "Get_Workers_Response", answer, cancellationToken).ConfigureAwait(false);
            return new GetWorkersResponse(reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The workers in the order of the answer.</summary>
    public async IAsyncEnumerable<WorkerRecord> ReadWorkersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int depth = _reader.Depth;
        bool more = !_reader.IsEmptyElement;
        more = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false) && more;
        while (more && _reader.Depth > depth)
        {
            if (_reader.IsElement("Response_Results", SoapNames.Workday))
            {
                Results = await ReadResultsAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (_reader.IsElement("Response_Data", SoapNames.Workday))
            {
                // Step inside: its children are the next elements.
                more = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (_reader.IsElement("Worker", SoapNames.Workday))
            {
                List<RecordIssue> issues = [];
                JsonObject record = await RecordReader.ReadStructureAsync(_reader, WorkerShape.Worker, "", issues, cancellationToken).ConfigureAwait(false);
                yield return WorkerRecords.Create(record, issues);
            }
            else if (_reader.NodeType == XmlNodeType.Element)
            {
                await _reader.SkipAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                more = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        // An answer that was cut off between two workers looks whole up to here: only the end of the document proves that it is.
        while (await _reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
        }
    }

    public void Dispose() => _reader.Dispose();

    private async ValueTask<PageResults> ReadResultsAsync(CancellationToken cancellationToken)
    {
        long? totalResults = null;
        long? totalPages = null;
        long? pageResults = null;
        long? page = null;
        int depth = _reader.Depth;
        bool more = !_reader.IsEmptyElement;
        more = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false) && more;
        while (more && _reader.Depth > depth)
        {
            if (_reader.NodeType != XmlNodeType.Element)
            {
                more = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            string name = _reader.LocalName;
            string text = await _reader.ReadTextAsync(cancellationToken).ConfigureAwait(false);
            long? count = XsdValue.TryCount(text, out long value) ? value : null;
            _ = name switch
            {
                "Total_Results" => totalResults = count,
                "Total_Pages" => totalPages = count,
                "Page_Results" => pageResults = count,
                "Page" => page = count,
                _ => null,
            };
        }

        return new PageResults(totalResults, totalPages, pageResults, page);
    }
}
