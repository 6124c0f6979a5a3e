namespace Canonical.Contracts;

/// <summary>The permanent codes of the findings of this package. Thread-safe: constants.</summary>
public static class ContractCodes
{
    /// <summary><c>catalog.json</c> is missing or is not what it should be.</summary>
    public const string Catalog = "CTR1001";

    /// <summary>The catalog lists a contract whose file is missing.</summary>
    public const string MissingFile = "CTR1002";

    /// <summary>A contract lies in the folder and is not in the catalog.</summary>
    public const string NotInCatalog = "CTR1003";

    /// <summary>A contract is not a usable JSON Schema.</summary>
    public const string UnusableSchema = "CTR1004";

    /// <summary>The <c>$id</c>, the folder and the catalog do not name the same contract.</summary>
    public const string IdMismatch = "CTR1005";

    /// <summary>A contract, a definition or a property has no description.</summary>
    public const string MissingDescription = "CTR1006";

    /// <summary>A valid example breaks the contract.</summary>
    public const string ValidExampleRejected = "CTR1007";

    /// <summary>An invalid example keeps the contract.</summary>
    public const string InvalidExampleAccepted = "CTR1008";

    /// <summary>An invalid example breaks another rule than the one it names.</summary>
    public const string InvalidExampleOtherRule = "CTR1009";

    /// <summary>An example cannot be read, or does not name the rule that it breaks.</summary>
    public const string UnusableExample = "CTR1010";

    /// <summary>A contract of an object has no valid or no invalid example.</summary>
    public const string MissingExamples = "CTR1011";

    /// <summary>An unlawful example does not keep the contract: it must break the law alone.</summary>
    public const string UnlawfulExampleInvalid = "CTR1012";

    /// <summary>An unlawful example names a law that the contract does not have.</summary>
    public const string UnknownLaw = "CTR1013";

    /// <summary>A law of a contract has no unlawful example.</summary>
    public const string LawWithoutExample = "CTR1014";

    /// <summary>A keyword that the contract profile does not have in this place.</summary>
    public const string UnsupportedKeyword = "CTR2001";

    /// <summary>A type, or a form of a schema, that the contract profile does not have.</summary>
    public const string UnsupportedType = "CTR2002";

    /// <summary>A reference that leads to no definition of the folder.</summary>
    public const string UnresolvedReference = "CTR2003";

    /// <summary>A name that is not in the form of the profile, or cannot be a name in C#.</summary>
    public const string InvalidName = "CTR2004";

    /// <summary>Two definitions would become types of one name.</summary>
    public const string NameCollision = "CTR2005";

    /// <summary>An annotation (<c>x-canonical-…</c>) that is unknown or has a value that it may not have.</summary>
    public const string InvalidAnnotation = "CTR2006";

    /// <summary>A contract of an object lacks a part that every object has.</summary>
    public const string MissingHeader = "CTR2007";

    /// <summary>A definition with <c>x-canonical-type</c> accepts a text that the type cannot hold, or refuses one that it should accept.</summary>
    public const string UnfitType = "CTR2008";

    /// <summary>A contract begins with a byte order mark, which JSON must not (RFC 8259 section 8.1).</summary>
    public const string ByteOrderMark = "CTR1015";
}
