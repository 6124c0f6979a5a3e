namespace Connectors.NetSuite;

/// <summary>The permanent codes of this connector, beside those of the connector foundation. They are listed in <c>docs/errors/netsuite.md</c>.</summary>
public static class NetSuiteErrorCodes
{
    /// <summary>The private key of the certificate cannot be read, or NetSuite would refuse it.</summary>
    public const string UnusableKey = "NSU1001";

    /// <summary>NetSuite answered with an error that no other code covers.</summary>
    public const string RequestFailed = "NSU1002";

    /// <summary>A record was written and the answer does not say which: there is no usable <c>Location</c> header.</summary>
    public const string LocationMissing = "NSU1003";

    /// <summary>The collection is larger than NetSuite shows: its total stands at a thousand pages.</summary>
    public const string CollectionCapped = "NSU1004";

    /// <summary>The role may not do this, or the feature is off.</summary>
    public const string NotPermitted = "NSU1005";

    /// <summary>A record was refused because of its content: a field, a value or the form of the body.</summary>
    public const string InvalidContent = "NSU2001";

    /// <summary>A record was refused by a rule of the account: a missing value, a duplicate, a closed period, a wrong record type.</summary>
    public const string BusinessRule = "NSU2002";

    /// <summary>A field refers to a record that does not exist or may not be used there.</summary>
    public const string InvalidReference = "NSU2003";

    /// <summary>The record does not exist.</summary>
    public const string NotFound = "NSU2004";

    /// <summary>The record type does not exist in this account.</summary>
    public const string UnknownRecordType = "NSU2005";

    /// <summary>The id belongs to a record of another type, or to none.</summary>
    public const string WrongRecordType = "NSU2006";

    /// <summary>The customer that the record refers to is not in NetSuite yet.</summary>
    public const string CustomerMissing = "NSU2007";

    /// <summary>The account has no record for this code: no currency with this ISO code, no term with these days.</summary>
    public const string UnknownAccountCode = "NSU2008";

    /// <summary>A customer that is a person cannot be written yet.</summary>
    public const string PersonNotSupported = "NSU2009";

    /// <summary>It is not known whether the write took effect.</summary>
    public const string OutcomeUnknown = "NSU2010";

    /// <summary>The options do not say which id of the account a canonical code has; the field was not written.</summary>
    public const string CodeNotExplained = "NSU2011";
}
