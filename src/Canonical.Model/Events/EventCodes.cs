namespace Canonical.Model;

/// <summary>The permanent codes of events that cannot be read. Thread-safe: constants.</summary>
public static class EventCodes
{
    /// <summary>The text is not one well-formed JSON object (for a batch: an array of objects) in valid UTF-8.</summary>
    public const string MalformedEvent = "CAN1101";

    /// <summary>A required context attribute is missing: <c>specversion</c>, <c>id</c>, <c>source</c> or <c>type</c>.</summary>
    public const string MissingAttribute = "CAN1102";

    /// <summary>The name or the value of an attribute does not have the form that CloudEvents gives it.</summary>
    public const string InvalidAttribute = "CAN1103";

    /// <summary>A version of CloudEvents other than 1.0.</summary>
    public const string UnsupportedSpecVersion = "CAN1104";

    /// <summary>The event, or the batch, is larger or deeper than the reader allows.</summary>
    public const string EventTooLarge = "CAN1105";

    /// <summary>The data is not what its media type says, or is given twice.</summary>
    public const string InvalidData = "CAN1106";

    /// <summary>The data breaks the contract that <c>dataschema</c> names.</summary>
    public const string DataBreaksContract = "CAN1107";

    /// <summary><c>type</c>, <c>subject</c>, <c>dataschema</c> and data do not name one object.</summary>
    public const string ObjectMismatch = "CAN1108";

    /// <summary>An HTTP message that is no CloudEvent, or has it in a format or a mode that the reader does not take.</summary>
    public const string UnsupportedMessage = "CAN1109";

    /// <summary>An attribute is given twice.</summary>
    public const string DuplicateAttribute = "CAN1110";
}
