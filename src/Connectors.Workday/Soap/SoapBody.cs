using System.Xml;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>Finds the payload of a SOAP 1.1 answer.</summary>
internal static class SoapBody
{
    /// <summary>Leaves the reader on the payload element.</summary>
    /// <exception cref="ConnectorException">The answer is a fault, another payload, or no SOAP at all.</exception>
    public static async ValueTask EnterAsync(BoundedXmlReader reader, string payload, AnswerInfo answer, CancellationToken cancellationToken)
    {
        if (!await NextElementAsync(reader, cancellationToken).ConfigureAwait(false) || !reader.IsElement("Envelope", SoapNames.Envelope))
            throw NotSoap("it is not a SOAP envelope", answer);
        int depth = reader.Depth;
        bool more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        while (more && reader.Depth > depth && !reader.IsElement("Body", SoapNames.Envelope))
        {
            if (reader.NodeType == XmlNodeType.Element)
                await reader.SkipAsync(cancellationToken).ConfigureAwait(false);
            else
                more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        if (!reader.IsElement("Body", SoapNames.Envelope) || reader.IsEmptyElement || !await NextElementAsync(reader, cancellationToken).ConfigureAwait(false))
            throw NotSoap("its body is empty", answer);
        if (reader.IsElement("Fault", SoapNames.Envelope))
            throw FaultReader.ToException(await FaultReader.ReadAsync(reader, cancellationToken).ConfigureAwait(false), answer);
        if (!reader.IsElement(payload, SoapNames.Workday))
            throw NotSoap($"its body holds no {payload}", answer);
    }

    public static ConnectorException NotSoap(string why, AnswerInfo answer) => new(
        WorkdayErrorCodes.NotSoap,
        IssueKind.Transient,
        $"Workday's answer cannot be used: {why}. During the weekly maintenance a page comes instead; otherwise check host, tenant and service.")
    {
        StatusCode = answer.Status,
        VendorRequestId = answer.RequestId,
    };

    private static async ValueTask<bool> NextElementAsync(BoundedXmlReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (reader.NodeType == XmlNodeType.Element)
                return true;
        }

        return false;
    }
}
