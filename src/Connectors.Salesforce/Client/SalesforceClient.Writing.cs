using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <content>Writing single records (REST API Developer Guide, sObject Rows and sObject Rows by External ID).</content>
public sealed partial class SalesforceClient
{
    private SalesforceClient(SalesforceClient of, SalesforceWriteHeaders headers)
    {
        (_http, _options, _time, _quota, _root, _callOptions, _pause, Logger) = (of._http, of._options, of._time, of._quota, of._root, of._callOptions, of._pause, of.Logger);
        _owned = [];
        _writeHeaders = headers;
    }

    /// <summary>The same client, whose writes over REST carry these headers. It shares login, limits and connections with this one, lives as long as this one, and owns nothing.</summary>
    /// <param name="headers">The headers.</param>
    /// <returns>A client for sinks and calls that shall write so.</returns>
    public SalesforceClient With(SalesforceWriteHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return new SalesforceClient(this, headers);
    }

    /// <summary>Changes the record that has this external id and, unless told otherwise, creates it when there is none. Sending the same call twice has the effect of sending it once, so it is repeated after faults.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="externalIdField">A field that is an external id; it should be unique, or several records can match.</param>
    /// <param name="value">The external id.</param>
    /// <param name="utf8Fields">The fields as a JSON object without the external id and without <c>Id</c>. An absent field keeps its value, null clears it.</param>
    /// <param name="updateOnly">True to create nothing: a record that is not there is then rejected as not found, and so is every record when the field itself is not visible.</param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>What became of it. A refused record is an outcome, not an exception.</returns>
    /// <exception cref="ArgumentException">A name is not one, or the fields are not such an object.</exception>
    /// <exception cref="ConnectorException">The credentials were refused, or an object, field or permission is not as configured.</exception>
    public Task<WriteOutcome> UpsertAsync(string objectName, string externalIdField, string value, ReadOnlyMemory<byte> utf8Fields, bool updateOnly, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        SoqlName.Object(objectName, nameof(objectName));
        SoqlName.Object(externalIdField, nameof(externalIdField));
        bool hasParents = SalesforceUpsert.CheckFields(utf8Fields, externalIdField);
        return SalesforceUpsert.RunAsync(this, objectName, externalIdField, value, utf8Fields, hasParents, updateOnly, cancellationToken);
    }

    /// <summary>Changes one record by its id.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="id">The id, 15 or 18 characters.</param>
    /// <param name="utf8Fields">The fields as a JSON object without <c>Id</c>. An absent field keeps its value, null clears it.</param>
    /// <param name="unmodifiedSince">
    /// When it is given, the record is written only if nobody has changed it since (<c>If-Unmodified-Since</c>, RFC 9110 section 13.1.4); otherwise it is rejected as a conflict.
    /// The guard is weak: it counts in whole seconds. The call is then not repeated after a fault, since its own first try would stand in its way.
    /// </param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>What became of it. A refused record is an outcome, not an exception.</returns>
    /// <exception cref="ArgumentException">A name or the id is none, or the fields are not such an object.</exception>
    /// <exception cref="ConnectorException">The credentials were refused, or an object, field or permission is not as configured.</exception>
    public Task<WriteOutcome> UpdateAsync(string objectName, string id, ReadOnlyMemory<byte> utf8Fields, DateTimeOffset? unmodifiedSince = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!SalesforceRecordId.IsValid(id))
            throw new ArgumentException("A record id has 15 or 18 letters and digits; the last three of 18 follow from the others.", nameof(id));
        string target = $"{_root}/sobjects/{SoqlName.Object(objectName, nameof(objectName))}/{id}";
        bool hasParents = SalesforceUpsert.CheckFields(utf8Fields, "Id");
        return SalesforceUpsert.UpdateAsync(this, target, objectName, utf8Fields, hasParents, unmodifiedSince, cancellationToken);
    }
}
