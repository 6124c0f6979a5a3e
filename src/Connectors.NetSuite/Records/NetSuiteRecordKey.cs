using System.Diagnostics.CodeAnalysis;

namespace Connectors.NetSuite;

/// <summary>Names one record of a type: by the internal id that NetSuite gave it, or by the external id that an integration gave it. Valid by construction, except for <see langword="default"/>. Immutable and thread-safe.</summary>
public readonly record struct NetSuiteRecordKey
{
    private const int MaxLength = 255;
    private readonly string? _value;

    private NetSuiteRecordKey(string value, bool isExternal)
    {
        _value = value;
        IsExternal = isExternal;
    }

    /// <summary>The id.</summary>
    public string Value => _value ?? "";

    /// <summary>True for an external id.</summary>
    public bool IsExternal { get; }

    /// <summary>A record by its internal id.</summary>
    /// <param name="id">Digits; system records have a minus sign before them.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The id is not a whole number.</exception>
    public static NetSuiteRecordKey Internal(string id) => IsInternalId(id)
        ? new NetSuiteRecordKey(id, isExternal: false)
        : throw new ArgumentException("An internal id is a whole number.", nameof(id));

    /// <summary>A record by its external id, compared by NetSuite without regard to case.</summary>
    /// <param name="externalId">Letters, digits, dashes and underscores (NetSuite help, "Using External IDs"): other characters break addresses and multi-select values.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The external id is empty, too long, or holds another character.</exception>
    public static NetSuiteRecordKey External(string externalId) => IsExternalId(externalId)
        ? new NetSuiteRecordKey(externalId, isExternal: true)
        : throw new ArgumentException($"An external id has 1 to {MaxLength} letters, digits, dashes and underscores.", nameof(externalId));

    /// <summary>The key as it stands in an address: <c>101</c> or <c>eid:CUST-1</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsExternal ? "eid:" + Value : Value;

    internal static bool IsInternalId([NotNullWhen(true)] string? id)
    {
        ReadOnlySpan<char> digits = id.AsSpan();
        if (digits is ['-', ..])
            digits = digits[1..];
        return digits.Length is > 0 and <= 20 && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsExternalId([NotNullWhen(true)] string? id)
    {
        if (id is null or { Length: 0 or > MaxLength })
            return false;
        foreach (char c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return false;
        }

        return true;
    }
}
