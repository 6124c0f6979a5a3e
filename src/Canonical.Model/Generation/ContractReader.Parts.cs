using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Canonical.Model;

public unsafe ref partial struct ContractReader
{
    private static readonly ContractNames MoneyNames = new("amount", "currency");
    private static readonly ContractNames QuantityNames = new("value", "unit");
    private static readonly ContractNames ReferenceNames = new("id", "objectType");
    private static readonly ContractNames PeriodNames = new("from", "to");
    private static readonly ContractNames SourceRefNames = new("system", "instance", "objectType", "recordId", "externalId", "version", "url");
    internal static readonly ContractNames Units = new(Quantity.Codes);
    private static readonly ContractRule SystemName = ContractRule.Pattern(("abcdefghijklmnopqrstuvwxyz", 1, 1), ("abcdefghijklmnopqrstuvwxyz0123456789-", 0, 39));

    /// <summary>Reads an amount of money.</summary>
    /// <param name="form">The digits and sign of the amount.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadMoney(DecimalForm form, out Money value)
    {
        decimal amount = 0;
        CurrencyCode currency = default;
        ulong seen = 0;
        value = default;
        if (!TryStartObject()) return false;
        for (var index = FirstMember(MoneyNames, ref seen); index != End; index = NextMember(MoneyNames, index, ref seen))
        {
            if (index == 0 ? !TryReadDecimal(form, out amount) : index != 1 || !TryReadCurrency(out currency)) return false;
        }
        value = new(amount, currency);
        return seen == 3;
    }

    /// <summary>Reads a quantity.</summary>
    /// <param name="form">The digits and sign of the value.</param>
    /// <param name="units">The units that may stand there, one bit for each of <see cref="QuantityUnit"/>.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadQuantity(DecimalForm form, int units, out Quantity value)
    {
        decimal amount = 0;
        var unit = 0;
        ulong seen = 0;
        value = default;
        if (!TryStartObject()) return false;
        for (var index = FirstMember(QuantityNames, ref seen); index != End; index = NextMember(QuantityNames, index, ref seen))
        {
            if (index == 0 ? !TryReadDecimal(form, out amount) : index != 1 || !TryReadCode(Units, out unit) || (units >> unit & 1) == 0) return false;
        }
        value = new(amount, (QuantityUnit)unit);
        return seen == 3;
    }

    /// <summary>Reads a reference to an object.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadReference<T>(out Reference<T> value)
        where T : class, ICanonicalObject<T>
    {
        var isRead = TryReadReferenceId(out var id);
        value = new(id);
        return isRead;
    }

    /// <summary>Reads a reference to an object of one of several types.</summary>
    /// <param name="maxLength">The most characters of the name of the type.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadObjectReference(int maxLength, out ObjectReference value)
    {
        CanonicalId id = default;
        string? type = null;
        ulong seen = 0;
        value = default;
        if (!TryStartObject()) return false;
        for (var index = FirstMember(ReferenceNames, ref seen); index != End; index = NextMember(ReferenceNames, index, ref seen))
        {
            if (index == 0 ? !TryReadId(out id) : index != 1 || !TryReadString(1, maxLength, out type) || !ContractId.IsName(type)) return false;
        }
        value = new(id, type!);
        return seen == 3;
    }

    /// <summary>Reads a period of days.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadPeriod(out DatePeriod value)
    {
        DateOnly from = default, to = default;
        ulong seen = 0;
        value = default;
        if (!TryStartObject()) return false;
        for (var index = FirstMember(PeriodNames, ref seen); index != End; index = NextMember(PeriodNames, index, ref seen))
        {
            if (index == 0 ? !TryReadDate(out from) : index != 1 || !TryReadDate(out to)) return false;
        }
        value = new(from, (seen & 2) != 0 ? to : null);
        return (seen & 1) != 0;
    }

    /// <summary>Reads a reference to a record of another system.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadSourceRef([NotNullWhen(true)] out SourceRef? value)
    {
        string? system = null, instance = null, objectType = null, recordId = null, externalId = null, version = null, url = null;
        var unknown = default(JsonMembersBuilder);
        var known = -1;
        ulong seen = 0;
        value = null;
        if (!TryStartObject()) return false;
        ref var last = ref _lastSource;
        for (var index = FirstMember(SourceRefNames, ref seen); index != End; index = NextMember(SourceRefNames, known, ref seen))
        {
            var isRead = index switch
            {
                0 => TryReadAgain(last.System, out system) || TryReadString(1, 40, SystemName, out system),
                1 => TryReadAgain(last.Instance, out instance) || TryReadString(1, 120, out instance),
                2 => TryReadAgain(last.ObjectType, out objectType) || TryReadString(1, 120, out objectType),
                3 => TryReadString(1, 200, out recordId),
                4 => TryReadString(1, 200, out externalId),
                5 => TryReadString(1, 200, out version),
                6 => TryReadString(1, 2048, out url),
                7 => TryReadUnknown(ref unknown, known),
                _ => false,
            };
            if (!isRead) return false;
            if (index < 7) known = index;
        }
        if ((seen & 15) != 15) return false;
        last = (system, instance, objectType);
        value = new()
        {
            System = system!,
            Instance = instance!,
            ObjectType = objectType!,
            RecordId = recordId!,
            ExternalId = externalId,
            Version = version,
            Url = url,
            UnknownMembers = unknown.Build(),
        };
        return true;
    }

    // Objects of one source come one after the other: where a record is from is one text for all of them, and was found to keep the contract.
    [ThreadStatic]
    private static (string? System, string? Instance, string? ObjectType) _lastSource;

    private bool TryReadAgain(string? last, [NotNullWhen(true)] out string? value)
    {
        value = null;
        if (last is null || *_p != '"') return false;
        var end = Utf8Scan.Special(_p + 1, out _);
        var length = (int)(end - _p) - 1;
        if (*end != '"' || length != last.Length || !System.Text.Ascii.Equals(new ReadOnlySpan<byte>(_p + 1, length), last)) return false;
        _p = end + 1;
        value = last;
        return true;
    }

    /// <summary>Reads an object of free members.</summary>
    /// <param name="rule">What the contract asks of it.</param>
    /// <param name="value">The members.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadMembers(ContractRule rule, [NotNullWhen(true)] out JsonMembers? value)
    {
        ArgumentNullException.ThrowIfNull(rule);
        value = null;
        if (*_p != '{') return false;
        var start = _p;
        if (!TrySkip(rule, out _)) return false;
        value = Members(start, _p);
        return true;
    }

    // The members of an object that was found right.
    private static JsonMembers Members(byte* p, byte* end)
    {
        var members = default(JsonMembersBuilder);
        p = Utf8Scan.SkipWhite(p + 1);
        while (p < end && *p == '"')
        {
            var quote = Utf8Scan.StringEnd(p + 1, out var isEscaped);
            var raw = new ReadOnlySpan<byte>(p + 1, (int)(quote - p) - 1);
            p = Utf8Scan.SkipWhite(Utf8Scan.SkipWhite(quote + 1) + 1);
            var hasNames = false;
            var after = Utf8Scan.ValueEnd(p, int.MaxValue, ref hasNames);
            members.AddChecked(isEscaped ? Unescaped(raw) : Encoding.UTF8.GetString(raw), new(p, (int)(after - p)), JsonMembers.AtEnd);
            p = Utf8Scan.SkipWhite(after);
            if (*p == ',') p = Utf8Scan.SkipWhite(p + 1);
        }
        return members.Build();
    }

    private bool TryReadReferenceId(out CanonicalId id)
    {
        id = default;
        ulong seen = 0;
        if (!TryStartObject()) return false;
        for (var index = FirstMember(ReferenceNames, ref seen); index != End; index = NextMember(ReferenceNames, index, ref seen))
        {
            if (index != 0 || !TryReadId(out id)) return false;
        }
        return seen == 1;
    }
}
