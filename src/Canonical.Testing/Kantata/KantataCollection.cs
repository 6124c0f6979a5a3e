namespace Canonical.Testing;

/// <summary>What the sandbox knows of each collection: names that may be sorted by, associations, default filters, gated members.</summary>
internal sealed record KantataCollection(
    string Name,
    string DefaultOrder,
    IReadOnlyList<string> Sorts,
    IReadOnlyDictionary<string, KantataAssociation> Includes,
    IReadOnlyList<string> GatedMembers)
{
    private static readonly KantataAssociation User = new("user_id", "users");
    private static readonly Dictionary<string, KantataAssociation> None = [];

    public static IReadOnlyDictionary<string, KantataCollection> All { get; } = new[]
    {
        new KantataCollection(
            "workspaces",
            "updated_at:desc",
            ["created_at", "updated_at", "title"],
            new Dictionary<string, KantataAssociation>(StringComparer.Ordinal)
            {
                ["primary_workspace_group"] = new("primary_workspace_group_id", "workspace_groups"),
                ["workspace_groups"] = new("workspace_group_ids", "workspace_groups"),
                ["primary_maven"] = new("primary_maven_id", "users"),
                ["creator"] = new("creator_id", "users"),
            },
            ["price", "price_in_cents", "budget_used", "budget_used_in_cents", "budget_remaining", "over_budget", "currency"]),
        new KantataCollection(
            "time_entries",
            "date_performed:desc",
            ["created_at", "updated_at", "date_performed"],
            new Dictionary<string, KantataAssociation>(StringComparer.Ordinal)
            {
                ["user"] = User,
                ["workspace"] = new("workspace_id", "workspaces"),
                ["story"] = new("story_id", "stories"),
                ["role"] = new("role_id", "roles"),
            },
            ["rate_in_cents", "cost_rate_in_cents"]),
        new KantataCollection(
            "stories",
            "updated_at:desc",
            ["created_at", "updated_at", "title"],
            new Dictionary<string, KantataAssociation>(StringComparer.Ordinal)
            {
                ["workspace"] = new("workspace_id", "workspaces"),
                ["parent"] = new("parent_id", "stories"),
                ["sub_stories"] = new("sub_story_ids", "stories"),
            },
            []),
        new KantataCollection("users", "full_name:asc", ["full_name"], None, []),
        new KantataCollection("workspace_groups", "updated_at:desc", ["created_at", "updated_at", "name"], None, []),
        new KantataCollection("roles", "name:asc", ["name"], None, []),
    }.ToDictionary(collection => collection.Name, StringComparer.Ordinal);
}

/// <summary>Where the ids of an association stand, and in which collection its records are.</summary>
internal sealed record KantataAssociation(string ForeignKey, string Collection);
