namespace Canonical.Testing;

/// <content>What the platform does to records beside plain writes: the recycle bin, merges, new stamps, the contacts of persons, and what the user looked at.</content>
internal sealed partial class SalesforceStore
{
    private const int MaxViewed = 200;

    private readonly List<(string Type, string Id)> _viewed = [];
    private readonly Queue<(string Type, string Id, DateTimeOffset At)> _bin = new();
    private readonly TimeSpan _binTime;

    /// <summary>What the user looked at last, the newest first.</summary>
    public IEnumerable<SalesforceRow> Recent => _viewed.Reverse<(string Type, string Id)>().Select(v => Find(v.Type, v.Id)).OfType<SalesforceRow>().Where(r => !r.IsDeleted);

    public void View(SalesforceRowKeys keys, SalesforceType type)
    {
        for (int i = 0; i < Math.Min(keys.Count, MaxViewed); i++)
        {
            if (Table(type).Find(keys[i]) is { } row)
                View(row);
        }
    }

    public void View(SalesforceRow row)
    {
        _viewed.Remove((row.Type.Name, row.Id));
        _viewed.Add((row.Type.Name, row.Id));
        if (_viewed.Count > MaxViewed)
            _viewed.RemoveAt(0);
    }

    /// <summary>Gives a record a new stamp, and new values when there are some, as the platform does to its own ends: nobody is told who did it, and no rule is asked.</summary>
    public void Restamp(SalesforceRow row, Dictionary<string, object?> changes, bool withStamp)
    {
        object?[] values = row.CopyValues();
        foreach ((string name, object? value) in changes)
            values[row.Type.IndexOf(name)] = value;
        if (withStamp)
            values[row.Type.IndexOf("SystemModstamp")] = WriteTime;
        Put(row.Type, row.Id, new SalesforceRow(row.Type, row.Id, values));
        Discard();
    }

    /// <summary>Brings a record back from the recycle bin.</summary>
    public void Undelete(SalesforceRow row)
    {
        // What went with it comes back with it.
        foreach (SalesforceType type in Schema.Types)
        {
            foreach (SalesforceSandboxField field in type.AllFields.Where(f => f.CascadeDelete && f.RefersTo(row.Type.Name)))
            {
                foreach (SalesforceRow child in Table(type).FindBy(type.IndexOf(field.Name), row.Id).Where(c => c.IsDeleted && Equals(c["LastModifiedDate"], row["LastModifiedDate"])).ToList())
                    Undelete(child);
            }
        }

        object?[] values = row.CopyValues();
        values[SalesforceRow.IsDeletedColumn] = false;
        Touch(row, values, null);
        Deletions.RemoveAll(d => d.Id == row.Id);
    }

    /// <summary>Merges a record into another: its children move over, and it lies in the recycle bin with the winner's id in MasterRecordId.</summary>
    public void Merge(SalesforceRow winner, SalesforceRow loser)
    {
        foreach (SalesforceType type in Schema.Types)
        {
            foreach (SalesforceSandboxField field in type.AllFields)
            {
                if (!field.RefersTo(winner.Type.Name) || field.Name == "MasterRecordId")
                    continue;
                foreach (SalesforceRow child in Table(type).FindBy(type.IndexOf(field.Name), loser.Id).ToList())
                    Update(child, Values((field.Name, winner.Id)));
            }
        }

        SalesforceRow last = Find(loser.Type.Name, loser.Id)!;
        object?[] values = last.CopyValues();
        values[SalesforceRow.IsDeletedColumn] = true;
        values[last.Type.IndexOf("MasterRecordId")] = winner.Id;
        Touch(last, values, null);
        AddDeletion(loser);
        Touch(winner, winner.CopyValues(), null);
    }

    /// <summary>Takes a record away for good, the recycle bin too.</summary>
    public void Remove(SalesforceRow row) => Put(row.Type, row.Id, null);

    /// <summary>Takes away what has lain in the recycle bin for its time. That it was deleted is still told.</summary>
    public void PurgeExpired()
    {
        DateTimeOffset end = Now() - _binTime;
        while (_bin.TryPeek(out (string Type, string Id, DateTimeOffset At) oldest) && oldest.At <= end)
        {
            _bin.Dequeue();
            if (Find(oldest.Type, oldest.Id) is { IsDeleted: true } row && row["LastModifiedDate"] is DateTimeOffset at && at <= end)
                Table(row.Type).Put(row.Id, null);
        }
    }

    /// <summary>Writes the contact of a person account, and makes it when it is not there.</summary>
    public void WritePerson(SalesforceRow account)
    {
        Dictionary<string, object?> values = PersonAccounts.ContactValues(account);
        if (account["PersonContactId"] is string contactId && Find("Contact", contactId) is { } contact)
        {
            object?[] changed = contact.CopyValues();
            foreach ((string name, object? value) in values)
                changed[contact.Type.IndexOf(name)] = value;
            if (!changed.AsSpan().SequenceEqual(contact.CopyValues()))
                Touch(contact, changed, values);
            return;
        }

        SalesforceRow made = Insert(Required("Contact"), values, seeding: false);
        object?[] paired = account.CopyValues();
        paired[account.Type.IndexOf("PersonContactId")] = made.Id;
        Put(account.Type, account.Id, new SalesforceRow(account.Type, account.Id, paired));
    }

    private void AddDeletion(SalesforceRow row)
    {
        Deletions.Add((row.Type.Name, row.Id, WriteTime));
        _bin.Enqueue((row.Type.Name, row.Id, WriteTime));
    }
}
