using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>Parts of the document that can never do anything.</summary>
internal sealed class ReachChecks(CheckRun run)
{
    public void Run()
    {
        foreach (var site in run.Sites)
        {
            Branches(site);
            Targets(site);
            if (site.Lens is DefaultLens)
                Default(site);
            if (site.Lens is FirstLens first)
                First(site, first);
        }

        Parameters();
        Tables();
    }

    // A branch inside of another that excludes it.
    private void Branches(LensSite site)
    {
        if (site.Lens is not WhenLens inner)
            return;
        foreach (var (direction, own, where) in (ReadOnlySpan<(MappingDirection, Condition?, string)>)[(MappingDirection.ToCanonical, inner.Source, "/source"), (MappingDirection.ToVendor, inner.Target, "/target")])
        {
            if (own is null || !site.Runs(direction))
                continue;
            foreach (var guard in site.Guards)
            {
                if ((direction == MappingDirection.ToCanonical ? guard.When.Source : guard.When.Target) is not { } outer || !IsSameScope(site, guard))
                    continue;
                if (guard.Holds && Expression.Exclude(outer.Expression, own.Expression))
                    Never(site, where, direction, $"its condition excludes that of '{guard.When.Id}' around it, so its lenses never run");
                else if (outer.Expression.Text == own.Expression.Text)
                    Never(site, where, direction, guard.Holds ? $"its condition is that of '{guard.When.Id}' around it, so its 'else' never runs" : $"it stands in the 'else' of '{guard.When.Id}' with the same condition, so its lenses never run");
            }
        }
    }

    // A condition of the way back that asks for a value which the contract does not allow.
    private void Targets(LensSite site)
    {
        if (!site.Runs(MappingDirection.ToVendor))
            return;
        if (site.Lens is WhenLens { Target: { } condition })
            Target(site, condition, "/target", site.Target);
        if (site.Lens is EachLens { Where.Target: { } filter } each)
            Target(site, filter, "/where/target", path => site.TargetElement(each, path));
    }

    private void Target(LensSite site, Condition condition, string where, Func<MemberPath, PathStep[]> place)
    {
        foreach (var value in ComparedValue.Of(condition.Expression).Distinct())
        {
            var steps = place(value.Path);
            if (run.Contract.Find(steps) is not { } node)
                continue;
            var isPossible = (node.Kinds & JsonKind.Of(value.Literal)) != JsonKinds.None
                && (node.Values is not { } values || values.Any(allowed => JsonScalar.TryRead(allowed, out var scalar) && scalar.ForComparison() == value.Literal));
            if (!isPossible)
            {
                run.Find(
                    site, MappingCodes.UnreachableRule, MappingFindingSeverity.Warning, where, null, steps,
                    $"'{PathText.Of(steps)}' of {run.Contract.Id} never is {value.Shown}.", "Correct the value.");
            }
        }
    }

    // Conditions read paths from the element that they stand in; an 'each' between them makes other paths of the same text.
    private static bool IsSameScope(LensSite site, Guard guard)
    {
        var outer = site.Parents.First(parent => parent.Lens == guard.When);
        return site.Parents.Count(parent => parent.Lens is EachLens) == outer.Parents.Count(parent => parent.Lens is EachLens);
    }

    private void Never(LensSite site, string where, MappingDirection direction, string why) => run.Find(
        site, MappingCodes.UnreachableRule, MappingFindingSeverity.Warning, where, null, null,
        $"On the way {Way(direction)} {why}.", "Correct the condition, or take the lenses out.");

    private static string Way(MappingDirection direction) => direction == MappingDirection.ToCanonical ? "to the canonical object" : "to the vendor";

    // A default behind something that always writes.
    private void Default(LensSite site)
    {
        var filled = (DefaultLens)site.Lens;
        var isForth = filled.Target is not null;
        var direction = isForth ? MappingDirection.ToCanonical : MappingDirection.ToVendor;
        if (!site.Runs(direction))
            return;
        var steps = isForth ? site.Target(filled.Target!) : site.Source(filled.Source!);
        foreach (var before in run.Sites)
        {
            if (before.Order >= site.Order)
                break;
            if (!before.Runs(direction) || !Always(before, site))
                continue;
            var path = before.Lens switch
            {
                ConstantLens constant => isForth ? constant.Target : constant.Source,
                DefaultLens other => isForth ? other.Target : other.Source,
                _ => null,
            };
            if (path is null || !StepPath.Equal(isForth ? before.Target(path) : before.Source(path), steps))
                continue;
            run.Find(
                site, MappingCodes.UnreachableRule, MappingFindingSeverity.Warning, "", isForth ? null : steps, isForth ? steps : null,
                $"Lens '{before.Lens.Id}' before it always writes '{PathText.Of(steps)}', so this default never does.", "Take one of them out.");
            return;
        }
    }

    // Whenever the one runs, the other has run.
    private static bool Always(LensSite before, LensSite site) => before.Guards.All(guard => site.Guards.Contains(guard));

    private void First(LensSite site, FirstLens first)
    {
        for (var i = 1; i < first.Sources.Count; i++)
        {
            var steps = site.Source(first.Sources[i]);
            for (var j = 0; j < i; j++)
            {
                if (StepPath.Equal(steps, site.Source(first.Sources[j])))
                {
                    run.Find(
                        site, MappingCodes.UnreachableRule, MappingFindingSeverity.Warning, $"/sources/{i}", steps, null,
                        $"The source '{first.Sources[i].Text}' stands before in the same lens.", "Take one of them out.");
                    break;
                }
            }
        }
    }

    private void Parameters()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var site in run.Sites)
        {
            if (Parameter(site.Lens) is { } name)
                used.Add(name);
        }

        foreach (var parameter in run.Document.Parameters)
        {
            if (!used.Contains(parameter.Name))
            {
                run.Find(
                    null, MappingCodes.DeclaredNotUsed, MappingFindingSeverity.Warning, "/parameters/" + parameter.Name, null, null,
                    $"No lens uses the parameter '{parameter.Name}'; a host must give it a value all the same unless it has a default.", "Take it out, or use it.");
            }
        }
    }

    private void Tables()
    {
        using var document = JsonDocument.Parse(run.Document.Utf8Json);
        if (!document.RootElement.TryGetProperty("tables", out var tables) || tables.ValueKind != JsonValueKind.Object)
            return;
        var used = new HashSet<string>(StringComparer.Ordinal);
        Named(document.RootElement.GetProperty("lenses"), used);
        foreach (var table in tables.EnumerateObject())
        {
            if (!used.Contains(table.Name))
            {
                run.Find(
                    null, MappingCodes.DeclaredNotUsed, MappingFindingSeverity.Warning, "/tables/" + table.Name, null, null,
                    $"No lens uses the table '{table.Name}'.", "Take it out, or use it.");
            }
        }
    }

    // Lenses and the currencies of money name a table by the same member.
    private static void Named(JsonElement json, HashSet<string> used)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray())
                Named(item, used);
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in json.EnumerateObject())
            {
                if (member.Name == "table" && member.Value.ValueKind == JsonValueKind.String)
                    used.Add(member.Value.GetString()!);
                else
                    Named(member.Value, used);
            }
        }
    }

    private static string? Parameter(Lens lens) => lens switch
    {
        ConstantLens constant => constant.Value.Parameter,
        DefaultLens filled => filled.Value.Parameter,
        MoneyLens money => money.Currency.Parameter,
        _ => null,
    };
}
