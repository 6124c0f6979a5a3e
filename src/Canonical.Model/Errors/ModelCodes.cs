namespace Canonical.Model;

/// <summary>The permanent codes of the errors of this package. Thread-safe: constants.</summary>
public static class ModelCodes
{
    /// <summary>The text is not one well-formed JSON value in valid UTF-8.</summary>
    public const string MalformedJson = "CAN1001";

    /// <summary>An object names a property twice, which RFC 8785 (by I-JSON, RFC 7493) does not allow.</summary>
    public const string DuplicateProperty = "CAN1002";

    /// <summary>A number that no IEEE 754 double can hold; RFC 8785 numbers are doubles.</summary>
    public const string NumberOutOfRange = "CAN1003";

    /// <summary>A string with half of a surrogate pair: it has no UTF-8 form.</summary>
    public const string InvalidText = "CAN1004";

    /// <summary>A contract that this assembly does not have.</summary>
    public const string UnknownContract = "CAN1005";

    /// <summary>A contract that cannot be used: it is missing a part, or is not a schema.</summary>
    public const string UnusableContract = "CAN1006";

    /// <summary>A JSON text that is longer, or nested deeper, than canonical JSON is made of.</summary>
    public const string BeyondLimits = "CAN1007";
}
