namespace Canonical.Mapping;

/// <summary>The permanent codes of this package: <c>MAP1…</c> for documents, <c>MAP2…</c> for records, <c>MAP3…</c> for checks before any data is moved and for drift. They are listed in <c>docs/errors/mapping.md</c>. Thread-safe: constants.</summary>
public static class MappingCodes
{
    /// <summary>A mapping document cannot be used; the exception holds the findings.</summary>
    public const string UnusableDocument = "MAP1000";

    /// <summary>The mapping document is not JSON.</summary>
    public const string DocumentNotJson = "MAP1001";

    /// <summary>The mapping document breaks the schema of mapping documents.</summary>
    public const string DocumentSchema = "MAP1002";

    /// <summary>Two lenses have the same id.</summary>
    public const string DuplicateLens = "MAP1003";

    /// <summary>Two lenses write the same canonical member.</summary>
    public const string TargetWrittenTwice = "MAP1004";

    /// <summary>Two lenses write the same vendor member on the way back.</summary>
    public const string SourceWrittenTwice = "MAP1005";

    /// <summary>A member path cannot be read.</summary>
    public const string PathSyntax = "MAP1006";

    /// <summary>A converter of that name does not exist.</summary>
    public const string UnknownConverter = "MAP1007";

    /// <summary>A converter does not know an option, or not its value.</summary>
    public const string ConverterOption = "MAP1008";

    /// <summary>A target path is not in the contract.</summary>
    public const string UnknownTarget = "MAP1009";

    /// <summary>A lens cannot run back and does not say what is lost.</summary>
    public const string NotReversible = "MAP1010";

    /// <summary>A code table has no single way back for a code.</summary>
    public const string AmbiguousTable = "MAP1011";

    /// <summary>A lens names a code table that the document does not have.</summary>
    public const string UnknownTable = "MAP1012";

    /// <summary>A lens names a parameter that the document does not declare, or its value is of the wrong type.</summary>
    public const string UnknownParameter = "MAP1013";

    /// <summary>A lens writes a member that the mapper itself sets.</summary>
    public const string HeaderTarget = "MAP1014";

    /// <summary>A path from the root is used where a lens writes.</summary>
    public const string RootPath = "MAP1015";

    /// <summary>Members of a lens contradict each other.</summary>
    public const string DocumentMember = "MAP1016";

    /// <summary>A condition cannot be read.</summary>
    public const string ExpressionSyntax = "MAP1017";

    /// <summary>A parameter that has no default was given no value.</summary>
    public const string ParameterNotGiven = "MAP1019";

    /// <summary>A parameter was given a value that is not of its type.</summary>
    public const string ParameterOfOtherType = "MAP1020";

    /// <summary>A value was given for a parameter that the document does not declare.</summary>
    public const string ParameterNotDeclared = "MAP1021";

    /// <summary>An overlay is for another mapping, or for other versions of it.</summary>
    public const string OverlayOfOtherMapping = "MAP1030";

    /// <summary>An overlay changes a lens, a table or a code that the mapping does not have.</summary>
    public const string OverlayTargetMissing = "MAP1031";

    /// <summary>Two overlays of one scope change the same thing.</summary>
    public const string OverlayConflict = "MAP1032";

    /// <summary>A change of an overlay contradicts itself or the mapping: an id that is there already, another type, the same thing twice.</summary>
    public const string OverlayMember = "MAP1033";

    /// <summary>The mappings that a host registered cannot be used: a file, a resource, an overlay or a parameter set is wrong, or two mappings claim one place.</summary>
    public const string UnusableRegistration = "MAP1040";

    /// <summary>The record is not one JSON object.</summary>
    public const string InputNotJson = "MAP2001";

    /// <summary>The record has no key.</summary>
    public const string KeyMissing = "MAP2002";

    /// <summary>A value that the mapping requires is not there.</summary>
    public const string RequiredMissing = "MAP2003";

    /// <summary>A value or a member on the way to it is of another JSON kind.</summary>
    public const string WrongKind = "MAP2004";

    /// <summary>A converter cannot read the value.</summary>
    public const string NotConvertible = "MAP2005";

    /// <summary>A code is not in its table.</summary>
    public const string UnknownCode = "MAP2006";

    /// <summary>A code that goes through as it is would come back as another.</summary>
    public const string CodeMeansSomethingElse = "MAP2007";

    /// <summary>The resolver does not know a referred record.</summary>
    public const string ReferenceMissing = "MAP2008";

    /// <summary>A reference has no id in the expected form.</summary>
    public const string ReferenceMalformed = "MAP2009";

    /// <summary>An amount has no currency.</summary>
    public const string CurrencyMissing = "MAP2010";

    /// <summary>An amount is in another currency than the vendor's record can hold.</summary>
    public const string CurrencyConflict = "MAP2011";

    /// <summary>A member that the mapping fixes holds another value, which is not carried over.</summary>
    public const string ConstantDiffers = "MAP2012";

    /// <summary>A member is null on the canonical side, and the vendor's member cannot be cleared.</summary>
    public const string NotCleared = "MAP2013";

    /// <summary>Two lenses gave one member different values.</summary>
    public const string WriteConflict = "MAP2014";

    /// <summary>An array element cannot be placed, since one before it is missing.</summary>
    public const string ElementGap = "MAP2015";

    /// <summary>No lens mapped anything of an array element, so it was left out.</summary>
    public const string ElementDropped = "MAP2016";

    /// <summary>The host gave no value for a parameter.</summary>
    public const string ParameterMissing = "MAP2017";

    /// <summary>The host gave a parameter a value of the wrong type.</summary>
    public const string ParameterInvalid = "MAP2018";

    /// <summary>The canonical object is of another contract or major version than the mapping.</summary>
    public const string ContractMismatch = "MAP2019";

    /// <summary>The mapped object breaks a rule of its contract.</summary>
    public const string ContractViolation = "MAP2020";

    /// <summary>A mapping by hand reports an issue of its own.</summary>
    public const string HandMapping = "MAP2030";

    /// <summary>A mapping by hand gave an object with another header than the one that its key gives.</summary>
    public const string HandMappingHeader = "MAP2031";

    /// <summary>A mapping by hand threw an exception, or wrote no well-formed JSON, or a member twice.</summary>
    public const string HandMappingFailed = "MAP2032";

    /// <summary>XML is cut off, malformed, or has a DTD.</summary>
    public const string XmlUnreadable = "MAP2401";

    /// <summary>A record of XML is too large or too deep.</summary>
    public const string XmlTooLarge = "MAP2402";

    /// <summary>An element of XML repeats and is not declared to.</summary>
    public const string XmlRepeatedElement = "MAP2403";

    /// <summary>The description of a vendor's record cannot be read.</summary>
    public const string UnreadableShape = "MAP3000";

    /// <summary>A member that the contract requires is written by no lens.</summary>
    public const string RequiredTargetMissing = "MAP3001";

    /// <summary>A member that the contract requires in some cases is written by no lens.</summary>
    public const string ConditionalTargetMissing = "MAP3002";

    /// <summary>A member that the contract requires is written in some branches only.</summary>
    public const string RequiredTargetUncertain = "MAP3003";

    /// <summary>A lens, a branch or an entry can never do anything.</summary>
    public const string UnreachableRule = "MAP3004";

    /// <summary>A lens gives another type than the contract has there.</summary>
    public const string TypeMismatch = "MAP3005";

    /// <summary>A value that the document writes is not allowed by the contract.</summary>
    public const string ValueNotInContract = "MAP3006";

    /// <summary>A reference leads to another object than the contract says.</summary>
    public const string ReferenceToOtherObject = "MAP3007";

    /// <summary>Texts of one side may be longer than the other side takes.</summary>
    public const string LengthLoss = "MAP3008";

    /// <summary>Numbers of one side may have more digits than the other side takes.</summary>
    public const string ScaleLoss = "MAP3009";

    /// <summary>Codes of one side have no code on the other side.</summary>
    public const string CodeLoss = "MAP3010";

    /// <summary>The document declares what no lens uses.</summary>
    public const string DeclaredNotUsed = "MAP3011";

    /// <summary>A field of the vendor is read by no lens.</summary>
    public const string SourceNotMapped = "MAP3012";

    /// <summary>A member of the contract is written by no lens.</summary>
    public const string TargetNotMapped = "MAP3013";

    /// <summary>A lens reads a field that the vendor's record does not have.</summary>
    public const string SourceUnknown = "MAP3014";

    /// <summary>A field of the vendor is of another type than the lens needs.</summary>
    public const string SourceKind = "MAP3015";

    /// <summary>A lens writes a field that the vendor does not let be written.</summary>
    public const string SourceReadOnly = "MAP3016";

    /// <summary>The vendor requires a field that no lens writes.</summary>
    public const string RequiredFieldNotWritten = "MAP3017";

    /// <summary>The shape is of another system or record type than the document.</summary>
    public const string ShapeOfOtherRecord = "MAP3018";

    /// <summary>A field of the vendor's record is gone.</summary>
    public const string FieldGone = "MAP3101";

    /// <summary>A field of the vendor's record is gone, and a new one is much like it.</summary>
    public const string FieldRenamed = "MAP3102";

    /// <summary>A field of the vendor's record has another type.</summary>
    public const string FieldRetyped = "MAP3103";

    /// <summary>A field of the vendor's record is newly required.</summary>
    public const string FieldNewlyRequired = "MAP3104";

    /// <summary>A field of the vendor's record takes less than before.</summary>
    public const string FieldNarrower = "MAP3105";

    /// <summary>A field of the vendor's record can no longer be written.</summary>
    public const string FieldReadOnly = "MAP3106";

    /// <summary>The list of a field of the vendor's record has other values.</summary>
    public const string FieldValuesChanged = "MAP3107";

    /// <summary>A field of the vendor's record is new.</summary>
    public const string FieldAdded = "MAP3108";

    /// <summary>The records of a run show that the source has changed under the mapping.</summary>
    public const string MappingDrift = "MAP3200";
}
