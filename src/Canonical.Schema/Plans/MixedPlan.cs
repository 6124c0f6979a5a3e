namespace Canonical.Schema;

/// <summary>A value of several kinds, each with a plan of its own; chosen by the first byte.</summary>
internal sealed unsafe class MixedPlan(Plan? text, Plan? number, PlanSlot? objectSlot, PlanSlot? arraySlot, bool isTrue, bool isFalse, bool isNull) : Plan
{
    private Plan? _object;
    private Plan? _array;

    public override void Link()
    {
        _object = objectSlot?.Plan;
        _array = arraySlot?.Plan;
    }

    public override JsonTypes Kinds =>
        (text is null ? JsonTypes.None : JsonTypes.String) | (number is null ? JsonTypes.None : JsonTypes.Number) | (objectSlot is null ? JsonTypes.None : JsonTypes.Object)
        | (arraySlot is null ? JsonTypes.None : JsonTypes.Array) | (isTrue || isFalse ? JsonTypes.Boolean : JsonTypes.None) | (isNull ? JsonTypes.Null : JsonTypes.None);

    public override byte* Run(byte* p, ref Walk walk)
    {
        switch (*p)
        {
            case (byte)'"':
                return text is null ? null : text.Run(p, ref walk);
            case (byte)'{':
                return _object is null ? null : _object.Run(p, ref walk);
            case (byte)'[':
                return _array is null ? null : _array.Run(p, ref walk);
            case (byte)'t':
                return isTrue ? AnyPlan.Literal(p) : null;
            case (byte)'f':
                return isFalse ? AnyPlan.Literal(p) : null;
            case (byte)'n':
                return isNull ? AnyPlan.Literal(p) : null;
            default:
                return number is null ? null : number.Run(p, ref walk);
        }
    }
}
