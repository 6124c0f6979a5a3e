using System.IO.Compression;
using System.Net;

namespace Connectors.Abstractions;

/// <summary>A body that is sent compressed. The pipeline buffers it before the first try, so it is compressed once and every try sends the same bytes.</summary>
internal sealed class GzipContent : HttpContent
{
    private readonly HttpContent _plain;

    public GzipContent(HttpContent plain)
    {
        _plain = plain;
        foreach ((string name, IEnumerable<string> values) in plain.Headers)
        {
            // The length is that of the plain body, and a digest of it would not be that of what is sent.
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-MD5", StringComparison.OrdinalIgnoreCase))
                Headers.TryAddWithoutValidation(name, values);
        }

        Headers.ContentEncoding.Add("gzip");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
            await _plain.CopyToAsync(gzip, context, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _plain.Dispose();
        base.Dispose(disposing);
    }
}
