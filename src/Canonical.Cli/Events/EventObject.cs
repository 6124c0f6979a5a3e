using Canonical.Model;
using Canonical.Schema;

namespace Canonical.Cli;

// One type of object, for commands that learn from a document which type it is.
internal abstract class EventObject
{
    private static readonly Dictionary<string, EventObject> ByName = new EventObject[]
    {
        new Of<Customer>(), new Of<Contact>(), new Of<LegalEntity>(), new Of<Opportunity>(), new Of<ServiceContract>(), new Of<ContractAmendment>(), new Of<RateCard>(), new Of<Model.V1.RateCard>(),
        new Of<Project>(), new Of<ProjectTask>(), new Of<Milestone>(), new Of<Resource>(), new Of<Assignment>(), new Of<TimeEntry>(), new Of<Approval>(), new Of<ExpenseReport>(),
        new Of<BillingEvent>(), new Of<Invoice>(), new Of<Credit>(), new Of<Payment>(), new Of<RevenueSchedule>(), new Of<RevenueEvent>(), new Of<AccountingPeriod>(),
        new Of<FinancialDimension>(), new Of<FinancialDimensionValue>(), new Of<OrgUnit>(), new Of<ExchangeRate>(), new Of<CrosswalkEntry>(), new Of<ExceptionRecord>(),
    }.ToDictionary(o => o.Key, StringComparer.Ordinal);

    // Such as time-entry.
    public abstract string Name { get; }

    protected abstract string Key { get; }

    // By what a document says that it follows, such as time-entry/1.1.0; null where this package has no such object.
    public static EventObject? Find(ReadOnlySpan<byte> declared) =>
        ContractId.TryParse(System.Text.Encoding.UTF8.GetString(declared), out var id) ? ByName.GetValueOrDefault(KeyOf(id)) : null;

    // For a test: every object has one.
    public static IEnumerable<string> Names => ByName.Keys;

    // The events of a change; null where the document breaks its contract, or the one before it does: the report says how. Without a type, those that the change raises.
    public abstract IReadOnlyList<CanonicalEvent>? Wrap(ReadOnlySpan<byte> document, byte[]? before, CanonicalEventType? type, EventOrigin origin, out ValidationReport report);

    private static string KeyOf(ContractId id) => $"{id.Name}/{id.Version.Major}";

    private sealed class Of<T> : EventObject where T : class, ICanonicalObject<T>
    {
        public override string Name => T.Contract.Id.Name;

        protected override string Key => KeyOf(T.Contract.Id);

        public override IReadOnlyList<CanonicalEvent>? Wrap(ReadOnlySpan<byte> document, byte[]? before, CanonicalEventType? type, EventOrigin origin, out ValidationReport report)
        {
            if (!T.TryRead(document, out var after, out report)) return null;
            T? old = null;
            if (before is not null && !T.TryRead(before, out old, out report)) return null;
            var context = origin.For(after.SourceRefs.Count > 0 ? after.SourceRefs[0] : null);
            return [.. (type is null ? EventDetection.Detect(old, after) : [type]).Select(t => CanonicalEvent.Create(t, after, context))];
        }
    }
}
