using Canonical.Schema;

namespace Canonical.Contracts;

// The judge: both schemas as the validation engine runs them. No counterexample leaves without its word.
internal sealed record SchemaPair(JsonSchema Subset, JsonSchema Superset)
{
    public bool Tells(Datum value)
    {
        var utf8 = value.ToUtf8();
        return Subset.IsValid(utf8) && !Superset.IsValid(utf8);
    }
}
