using System.Runtime.CompilerServices;

namespace Canonical.Model;

public unsafe ref partial struct ContractReader
{
    /// <summary>Reads a truth value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadBoolean(out bool value)
    {
        var word = *(uint*)_p;
        value = word == 0x65757274;
        if (value)
        {
            _p += 4;
            return true;
        }
        if (word != 0x736C6166 || _p[4] != 'e') return false;
        _p += 5;
        return true;
    }

    /// <summary>Reads an integer; <c>5.0</c> and <c>5e0</c> are integers too (JSON Schema 2020-12, "Validation", section 6.1.1).</summary>
    /// <param name="minimum">The least one.</param>
    /// <param name="maximum">The greatest one.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadInt32(int minimum, int maximum, out int value)
    {
        var isRead = TryReadInt64(minimum, maximum, out var wide);
        value = (int)wide;
        return isRead;
    }

    /// <summary>Reads an integer; <c>5.0</c> and <c>5e0</c> are integers too (JSON Schema 2020-12, "Validation", section 6.1.1).</summary>
    /// <param name="minimum">The least one.</param>
    /// <param name="maximum">The greatest one.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadInt64(long minimum, long maximum, out long value)
    {
        var p = _p;
        var isNegative = *p == '-';
        if (isNegative) p++;
        value = 0;
        var digits = p;
        uint digit;
        while ((digit = (uint)(*p - '0')) <= 9)
        {
            value = unchecked(value * 10 + digit);
            p++;
        }
        // Leading zeros, fractions, exponents and what may not fit go the long way.
        if (p == digits || p - digits > 18 || (*digits == '0' && p - digits > 1) || *p is (byte)'.' or (byte)'e' or (byte)'E')
        {
            p = Utf8Scan.NumberEnd(_p);
            if (p == null || !WholeNumber.TryRead(new(_p, (int)(p - _p)), out value)) return false;
        }
        else if (isNegative) value = -value;
        _p = p;
        return value >= minimum && value <= maximum;
    }

    /// <summary>Reads a canonical id.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadId(out CanonicalId value)
    {
        value = default;
        if (*_p != '"') return false;
        var end = ShortTexts.Id(_p + 1, ref value);
        if (end != null && *end == '"') return Pass(end);
        return TryReadIdEscaped(out value);
    }

    /// <summary>Reads a date.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadDate(out DateOnly value)
    {
        value = default;
        if (*_p != '"') return false;
        var end = ShortTexts.Date(_p + 1, ref value);
        if (end != null && *end == '"') return Pass(end);
        return TryReadDateEscaped(out value);
    }

    /// <summary>Reads an instant in UTC.</summary>
    /// <param name="value">The value, with offset zero.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadInstant(out DateTimeOffset value)
    {
        value = default;
        if (*_p != '"') return false;
        var end = ShortTexts.Instant(_p + 1, ref value);
        if (end != null && *end == '"') return Pass(end);
        return TryReadInstantEscaped(out value);
    }

    /// <summary>Reads a decimal number written as a string.</summary>
    /// <param name="form">Its digits and sign.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadDecimal(DecimalForm form, out decimal value)
    {
        value = 0;
        if (*_p != '"') return false;
        var end = ShortTexts.Decimal(_p + 1, form, ref value);
        if (end != null && *end == '"') return Pass(end);
        return TryReadDecimalEscaped(form, out value);
    }

    /// <summary>Reads a currency.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadCurrency(out CurrencyCode value)
    {
        value = default;
        if (*_p != '"') return false;
        var end = ShortTexts.Currency(_p + 1, ref value);
        if (end != null && *end == '"') return Pass(end);
        return TryReadCurrencyEscaped(out value);
    }

    /// <summary>Reads the id of a contract: any minor version of the same major.</summary>
    /// <param name="own">The contract that the type was generated from.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadContractId(ContractId own, out ContractId value)
    {
        value = default;
        if (*_p != '"') return false;
        var end = ShortTexts.Contract(_p + 1, own, ref value);
        if (end != null && *end == '"') return Pass(end);
        return TryReadContractIdEscaped(own, out value);
    }

    /// <summary>Reads the status of a record.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False when the contract refuses it.</returns>
    public bool TryReadRecordStatus(out RecordStatus value)
    {
        var isRead = TryReadCode(RecordStatuses, out var index);
        value = (RecordStatus)index;
        return isRead;
    }

    internal static readonly ContractNames RecordStatuses = new("active", "inactive", "deleted", "merged");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Pass(byte* quote)
    {
        _p = quote + 1;
        return true;
    }
}
