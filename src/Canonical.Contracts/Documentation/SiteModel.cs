namespace Canonical.Contracts;

// What the pages show of a contract: read by SiteReader, written by the pages.
internal sealed record SiteContract(ContractDocument Document, string Title, string Description, IReadOnlyList<SitePart> Parts)
{
    public IReadOnlyList<string> NaturalKey { get; init; } = [];

    public IReadOnlyList<(string Code, string Description)> Laws { get; init; } = [];

    // The page is that of the newest version; an older one has its own.
    public string FileName { get; init; } = "";

    public IEnumerable<SiteRelation> Relations => Parts.SelectMany(part => part.Members.SelectMany(member =>
        member.RefersTo.Select(target => new SiteRelation(Document.Name, target, part.Path + member.Name, member.Required, member.Type.IsList))));
}

// An object, or a definition that it refers to. Path is how a reader gets there from the object: "" or "lines[].".
internal sealed record SitePart(string Name, string Path, string Description, IReadOnlyList<SiteMember> Members, IReadOnlyList<string> Rules);

internal sealed record SiteMember(string Name, string Description, SiteType Type, bool Required)
{
    public IReadOnlyList<string> Rules { get; init; } = [];

    public IReadOnlyList<SiteMark> Marks { get; init; } = [];

    public IReadOnlyList<SiteCode> Codes { get; init; } = [];

    public IReadOnlyList<string> RefersTo { get; init; } = [];
}

internal sealed record SiteCode(string Value, string? Description);

// A short label of a member; Kind is its class in the style sheet.
internal sealed record SiteMark(string Kind, string Text, string Explanation);

internal sealed record SiteType(string Text, string? Link, bool IsList);

internal sealed record SiteRelation(string From, string To, string Member, bool Required, bool IsList);
