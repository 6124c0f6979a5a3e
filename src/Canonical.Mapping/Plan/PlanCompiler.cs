namespace Canonical.Mapping;

/// <summary>Makes the plan of one direction from the lenses of a document.</summary>
internal sealed class PlanCompiler(MappingDocument document, MappingDirection direction)
{
    private readonly Dictionary<PlanScope, MemberOrder?> _orders = [];

    public MappingPlan Compile()
    {
        var constants = new ConstantPool();
        var root = new PlanScope(direction, constants, null);
        var order = direction == MappingDirection.ToCanonical ? MemberOrder.Of(document.Target.ToString(), KnownContracts.Find) : null;
        _orders[root] = order;
        Step[] steps = direction == MappingDirection.ToCanonical
            ? [new HeaderStep(document, root), .. Compile(document.Plan, root), new StatusStep(root)]
            : [new ContractStep(document, root), .. Compile(document.Plan, root)];
        return new MappingPlan(document, direction, steps, root.Input, root.Input.Close(), root.Output, root.Output.Close(order), constants.ToArray());
    }

    public Step[] Compile(IReadOnlyList<Lens> lenses, PlanScope scope) => [.. lenses.Where(lens => lens.Runs(direction)).Select(lens => Compile(lens, scope)).OfType<Step>()];

    /// <summary>The order of the members of an element, whose scope was made by <see cref="Inside"/>.</summary>
    public MemberOrder? OrderOf(PlanScope scope) => _orders.GetValueOrDefault(scope);

    public PlanScope Inside(PlanScope scope, MemberPath target)
    {
        var inner = scope.Inside();
        _orders[inner] = OrderOf(scope)?.At(target.Steps)?.Items();
        return inner;
    }

    private Step? Compile(Lens lens, PlanScope scope) => (lens, direction) switch
    {
        (FieldLens { Converter: { } converter } field, _) => new ConvertStep(field, converter, scope),
        (FieldLens field, _) => new CopyStep(field, scope),
        (FirstLens first, MappingDirection.ToCanonical) => new FirstStep(first, scope),
        (FirstLens { Converter: { } converter } first, _) => new ConvertStep(first, converter, scope),
        (FirstLens first, _) => new CopyStep(first, scope),
        (MoneyLens money, MappingDirection.ToCanonical) => new MoneyStep(money, scope),
        (MoneyLens money, _) => MoneyBackStep.Make(money, scope),
        (QuantityLens quantity, MappingDirection.ToCanonical) => new QuantityStep(quantity, scope),
        (QuantityLens quantity, _) => new QuantityBackStep(quantity, scope),
        (TableLens table, _) => new TableStep(table, scope),
        (ReferenceLens reference, MappingDirection.ToCanonical) => new ReferenceStep(reference, scope),
        (ReferenceLens reference, _) => new ReferenceBackStep(reference, scope),
        (ConcatLens concat, MappingDirection.ToCanonical) => new JoinTextsStep(concat, scope),
        (ConcatLens concat, _) => new SplitTextStep(concat, scope),
        (SplitLens split, MappingDirection.ToCanonical) => new SplitTextStep(split, scope),
        (SplitLens split, _) => new JoinTextsStep(split, scope),
        (RestLens rest, _) => new RestStep(rest, scope),
        (ConstantLens constant, _) => Constant(constant, scope),
        (DefaultLens fallback, MappingDirection.ToCanonical) => fallback.Target is null ? null : new FillStep(fallback, fallback.Target, scope),
        (DefaultLens fallback, _) => fallback.Source is null ? null : new FillStep(fallback, fallback.Source, scope),
        (EachLens each, _) => new EachStep(each, scope, this),
        (WhenLens branch, _) => new WhenStep(branch, scope, this),
        _ => throw new InvalidOperationException($"There is no step for {lens.GetType().Name}."),
    };

    private Step? Constant(ConstantLens lens, PlanScope scope)
    {
        var (here, there) = direction == MappingDirection.ToCanonical ? (lens.Target, lens.Source) : (lens.Source, lens.Target);
        if (here is not null)
            return new ConstantStep(lens, here, scope);
        // With `only` the lens says that this side does not matter.
        return lens.Head.Only is null ? new CompareStep(lens, there!, scope) : null;
    }
}
