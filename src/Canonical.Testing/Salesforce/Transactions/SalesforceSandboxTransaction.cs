using System.Text.Json;

namespace Canonical.Testing;

/// <summary>
/// A transaction that takes its stamp when it begins and becomes visible when it commits, however much later that is: the reason why a reader that only asks for newer stamps loses records.
/// Until then the records that it changes are locked (UNABLE_TO_LOCK_ROW), and <c>latestDateCovered</c> of the replication calls stops at its start. Not thread-safe.
/// </summary>
public sealed class SalesforceSandboxTransaction : IDisposable
{
    private readonly SalesforceStore _store;
    private readonly SalesforceRows _rows;
    private readonly List<Action> _work = [];
    private readonly DateTimeOffset _startedAt;
    private bool _ended;

    internal SalesforceSandboxTransaction(SalesforceStore store, SalesforceRows rows)
    {
        _store = store;
        _rows = rows.WithoutFaults();
        lock (store.Gate)
            _startedAt = store.Open();
    }

    /// <summary>The stamp that its records will have, in whole seconds.</summary>
    public DateTimeOffset StartedAt => _startedAt;

    /// <summary>Creates a record at the commit. Rules for writers are those of the API.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="json">The fields as a JSON object.</param>
    /// <returns>The same transaction.</returns>
    /// <exception cref="ArgumentException">The object is unknown.</exception>
    public SalesforceSandboxTransaction Create(string objectName, string json)
    {
        SalesforceType type = _store.Required(objectName);
        byte[] copy = System.Text.Encoding.UTF8.GetBytes(json);
        _work.Add(() => Apply(copy, (rows, body) => rows.Create(type, body)));
        return this;
    }

    /// <summary>Changes a record at the commit, and locks it until then.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="id">The id.</param>
    /// <param name="json">The fields to change as a JSON object.</param>
    /// <returns>The same transaction.</returns>
    /// <exception cref="ArgumentException">The object is unknown, or there is no such record.</exception>
    public SalesforceSandboxTransaction Update(string objectName, string id, string json)
    {
        SalesforceRow row = Lock(objectName, id);
        byte[] copy = System.Text.Encoding.UTF8.GetBytes(json);
        _work.Add(() => Apply(copy, (rows, body) => rows.Update(row.Type, row.Id, body)));
        return this;
    }

    /// <summary>Deletes a record at the commit, and locks it until then.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="id">The id.</param>
    /// <returns>The same transaction.</returns>
    /// <exception cref="ArgumentException">The object is unknown, or there is no such record.</exception>
    public SalesforceSandboxTransaction Delete(string objectName, string id)
    {
        SalesforceRow row = Lock(objectName, id);
        _work.Add(() => _store.Delete(_store.Find(row.Type.Name, row.Id) ?? throw new SalesforceApiException(404, "ENTITY_IS_DELETED", "entity is deleted")));
        return this;
    }

    /// <summary>Makes the work visible, all of it at once, with the stamp of the start.</summary>
    /// <exception cref="InvalidOperationException">It has ended, or the org refuses a part of it; then none of it is done.</exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        lock (_store.Gate)
        {
            int mark = _store.Mark();
            try
            {
                _store.At(_startedAt, this, () => _work.ForEach(w => w()));
                _store.Commit("com/salesforce/api/soap/64.0;client=AnotherClient");
            }
            catch (SalesforceApiException e)
            {
                _store.RollBack(mark);
                throw new InvalidOperationException($"The org refuses the transaction: {e.ErrorCode}: {e.Message}", e);
            }
            finally
            {
                End();
            }
        }
    }

    /// <summary>Gives the work up, unless it was committed.</summary>
    public void Dispose()
    {
        lock (_store.Gate)
            End();
    }

    private void End()
    {
        if (_ended)
            return;
        _ended = true;
        _store.Close(_startedAt, this);
    }

    private void Apply(byte[] json, Action<SalesforceRows, JsonElement> write)
    {
        using JsonDocument body = JsonDocument.Parse(json);
        write(_rows, body.RootElement);
    }

    private SalesforceRow Lock(string objectName, string id)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        lock (_store.Gate)
        {
            SalesforceType type = _store.Required(objectName);
            SalesforceRow row = (SalesforceId.TryNormalize(id, out string? full) ? _store.Find(type.Name, full) : null) ?? throw new ArgumentException($"There is no '{type.Name}' with the id '{id}'.", nameof(id));
            _store.LockRow(row.Id, this);
            return row;
        }
    }
}
