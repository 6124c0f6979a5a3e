namespace Canonical.Contracts;

// Where generated types go: the namespace that was asked for, and below it one for each older major.
internal sealed record CSharpTarget(string Root, int? Major, IReadOnlySet<string> Types)
{
    // A type whose static members a record uses. Where the record has a member of that name, the name alone would mean the member.
    public string Static(RecordShape record, string type) =>
        record.Members.Exists(m => m.Name == type) ? $"global::{(Types.Contains(type) ? Namespace : Root)}.{type}" : type;

    public string Namespace => Major is { } major ? $"{Root}.V{major}" : Root;

    // References lead to the current major of an object. In the namespace of an older one its name alone would mean the older.
    public RecordShape Qualify(RecordShape record)
    {
        if (Major is null) return record;
        return record with { Members = [.. record.Members.Select(m => m with { Type = Qualify(m.Type) })] };
    }

    private TypeShape Qualify(TypeShape type) => type switch
    {
        { Kind: TypeKind.List } => TypeShape.ListOf(Qualify(type.Item!)) with { Rules = type.Rules },
        { Target: { } target } => type with { Name = $"Reference<global::{Root}.{target}>" },
        _ => type,
    };
}
