using System.Runtime.InteropServices;
using System.Text.Json;

namespace Canonical.Model;

/// <summary>Which events a change of an object raises: a pure function of the state before and after. Thread-safe: static and without state.</summary>
public static class EventDetection
{
    /// <summary>The types of event that a change raises, by the triggers of <see cref="CanonicalEventTypes.All"/>.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="before">The object as it was; null when it is seen for the first time.</param>
    /// <param name="after">The object as it is.</param>
    /// <returns>The types, in the order of the catalogue; none when nothing happened that anybody waits for.</returns>
    /// <exception cref="ArgumentException">The two are not one object.</exception>
    public static IReadOnlyList<CanonicalEventType> Detect<T>(T? before, T after) where T : class, ICanonicalObject<T> => Detect(before, after, CanonicalEventTypes.All);

    /// <summary>The types of event that a change raises, by the triggers of the types that are given: a tenant may have types of its own.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="before">The object as it was; null when it is seen for the first time.</param>
    /// <param name="after">The object as it is.</param>
    /// <param name="types">The types; those of other objects are passed over.</param>
    /// <returns>The types, in the order they were given.</returns>
    /// <exception cref="ArgumentException">The two are not one object.</exception>
    public static IReadOnlyList<CanonicalEventType> Detect<T>(T? before, T after, IReadOnlyList<CanonicalEventType> types) where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(types);
        if (before is not null && before.Id != after.Id) throw new ArgumentException("The state before and the state after are of two objects.", nameof(before));

        var changed = before is not null && before.ComputeFingerprint() != after.ComputeFingerprint();
        var name = T.Contract.Id.Name;
        List<CanonicalEventType>? raised = null;
        JsonDocument? beforeJson = null, afterJson = null, beforePosting = null, afterPosting = null;
        try
        {
            foreach (var type in types)
            {
                if (type.ObjectName != name) continue;
                afterJson ??= JsonDocument.Parse(after.ToUtf8Bytes(), DocumentOptions);
                if (before is not null && beforeJson is null)
                {
                    beforeJson = JsonDocument.Parse(before.ToUtf8Bytes(), DocumentOptions);
                    if (Posting<T>.Members is { } members)
                    {
                        beforePosting = JsonDocument.Parse(members.ToCanonicalJson(before.ToUtf8Bytes()), DocumentOptions);
                        afterPosting = JsonDocument.Parse(members.ToCanonicalJson(after.ToUtf8Bytes()), DocumentOptions);
                    }
                }
                var old = beforeJson is null ? (State?)null : new State(beforeJson.RootElement, beforePosting?.RootElement, Posting<T>.Members?.Names);
                var now = new State(afterJson.RootElement, afterPosting?.RootElement, Posting<T>.Members?.Names);
                if (type.Triggers.Any(t => IsRaised(t, old, now, changed))) (raised ??= []).Add(type);
            }
            return raised is null ? [] : raised;
        }
        finally
        {
            beforeJson?.Dispose();
            afterJson?.Dispose();
            beforePosting?.Dispose();
            afterPosting?.Dispose();
        }
    }

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = CanonicalJson.MaxDepth };

    // What is in the fingerprint of a type of ours; null for a contract that is not one of this assembly.
    private static class Posting<T> where T : class, ICanonicalObject<T>
    {
        public static readonly PostingMembers? Members =
            CanonicalContracts.TryGet(T.Contract.Id, out var contract) && ReferenceEquals(contract, T.Contract) ? PostingMembers.Of(CanonicalContracts.Set, contract.Id) : null;
    }

    // An object as it is written, and its fingerprint's members in one spelling: there 1.1 and 1.10 are one amount and two codes, and members that nobody knows are left out.
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct State(JsonElement Written, JsonElement? Posting, IReadOnlyList<string>? Names)
    {
        public bool TryGet(string member, out JsonElement value, out bool isPosting)
        {
            isPosting = Posting is not null && Names!.Contains(member, StringComparer.Ordinal);
            return (isPosting ? Posting!.Value : Written).TryGetProperty(member, out value);
        }
    }

    private static bool IsRaised(EventTrigger trigger, State? beforeState, State afterState, bool changed)
    {
        var (before, after) = (beforeState?.Written, afterState.Written);
        if (trigger.ConditionMember is { } condition && !Has(after, condition, trigger.ConditionValues)) return false;
        return trigger.Kind switch
        {
            EventTriggerKind.Created => before is null,
            EventTriggerKind.Changed => changed,
            EventTriggerKind.Becomes => Has(after, trigger.Member, trigger.To)
                && !(before is { } old && Has(old, trigger.Member, trigger.To))
                && (trigger.From.Count == 0 || (before is { } from && Has(from, trigger.Member, trigger.From))),
            EventTriggerKind.Appears => after.TryGetProperty(trigger.Member, out _) && !(before is { } old && old.TryGetProperty(trigger.Member, out _)),
            EventTriggerKind.Grows => Items(afterState, trigger.Member).Any(item => !(beforeState is { } old && Items(old, trigger.Member).Any(i => JsonElement.DeepEquals(i, item)))),
            // Without a change of the fingerprint the texts may differ and the values do not: 1.0 and 1.00.
            EventTriggerKind.Revised => changed && before is { } old && Has(old, trigger.Member, trigger.From) && trigger.Facts.Any(f => Differs(beforeState!.Value, afterState, f)),
            _ => false,
        };
    }

    private static bool Has(JsonElement value, string member, IReadOnlyList<string> values)
    {
        if (!value.TryGetProperty(member, out var element) || element.ValueKind != JsonValueKind.String) return false;
        foreach (var text in values)
        {
            if (element.ValueEquals(text)) return true;
        }
        return false;
    }

    private static JsonElement.ArrayEnumerator Items(State value, string member) =>
        value.TryGet(member, out var list, out _) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static bool Differs(State before, State after, string member)
    {
        var had = before.TryGet(member, out var old, out var isPosting);
        var has = after.TryGet(member, out var now, out _);
        return had != has || (had && !(isPosting ? JsonElement.DeepEquals(old, now) : SameValue(old, now)));
    }

    // One amount may be written with or without trailing zeros.
    private static bool SameValue(JsonElement left, JsonElement right)
    {
        if (left.ValueKind != right.ValueKind) return false;
        switch (left.ValueKind)
        {
            case JsonValueKind.String:
                return left.ValueEquals(right.GetString())
                    || (CanonicalDecimal.TryParse(left.GetString(), out var a) && CanonicalDecimal.TryParse(right.GetString(), out var b) && a == b);
            case JsonValueKind.Object:
                var members = left.EnumerateObject().ToList();
                return members.Count == right.EnumerateObject().Count() && members.TrueForAll(m => right.TryGetProperty(m.Name, out var other) && SameValue(m.Value, other));
            case JsonValueKind.Array:
                return left.GetArrayLength() == right.GetArrayLength() && left.EnumerateArray().Zip(right.EnumerateArray()).All(p => SameValue(p.First, p.Second));
            default:
                return JsonElement.DeepEquals(left, right);
        }
    }
}
