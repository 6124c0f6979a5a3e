using System.Globalization;

namespace Canonical.Contracts;

// The one-pass reader of a record: one case for each member, rules across members as bits.
internal static class RecordReading
{
    // Names and rules, which every record of the type shares.
    public static void WriteFields(CSharpText text, RecordShape record)
    {
        text.Line($"private static readonly ContractNames NamesOfContract = new({string.Join(", ", record.Members.Select(m => CSharpText.Literal(m.JsonName)))});");
        text.Line();
        foreach (var member in record.Members)
        {
            if (RuleExpression((member.Type.Item ?? member.Type).Rules) is not { } rule || (member.Type.Item ?? member.Type).Kind == TypeKind.Code) continue;
            text.Line($"private static readonly ContractRule {CSharpNames.RulePrefix}{member.Name} = {rule};");
            text.Line();
        }
    }

    public static void Write(CSharpText text, RecordShape record, CSharpTarget target)
    {
        text.Summary("An empty one, whose members follow in braces.");
        text.Open($"public {record.Name}()");
        text.Close();
        text.Line();
        text.Line("// Members are set as they come; whoever calls asks isRead whether all of them are there.");
        text.Line("#pragma warning disable CS8618");
        text.Line("[SetsRequiredMembers]");
        text.Open($"private {record.Name}(ref ContractReader reader, out bool isRead)");
        text.Line("isRead = false;");
        text.Line($"{SeenType(record)} seen = 0;");
        text.Line("var known = -1;");
        text.Line("var unknown = default(JsonMembersBuilder);");
        text.Line("if (!reader.TryStartObject()) return;");
        text.Open("for (var index = reader.FirstMember(NamesOfContract, ref seen); index != ContractReader.End; index = reader.NextMember(NamesOfContract, known, ref seen))");
        text.Open("switch (index)");
        for (var i = 0; i < record.Members.Count; i++)
        {
            var member = record.Members[i];
            text.Line($"case {i}:");
            text.Line($"    if (!{ReadCall(record, target, member, $"out var value{i}")}) return;");
            text.Line($"    {member.Name} = value{i};");
            text.Line("    break;");
        }
        text.Line($"case {record.Members.Count}:");
        text.Line("    if (!reader.TryReadUnknown(ref unknown, known)) return;");
        text.Line("    continue;");
        text.Line("default:");
        text.Line("    return;");
        text.Close();
        text.Line("known = index;");
        text.Close();
        WriteRules(text, record, target);
        text.Line("UnknownMembers = unknown.Build();");
        text.Line("isRead = true;");
        text.Close();
        text.Line("#pragma warning restore CS8618");
        text.Line();
        text.Open($"internal static bool TryReadFrom(ref ContractReader reader, [NotNullWhen(true)] out {record.Name}? value)");
        text.Line($"var read = new {record.Name}(ref reader, out var isRead);");
        text.Line("value = isRead ? read : null;");
        text.Line("return isRead;");
        text.Close();
    }

    // The call that reads a text of a code; the struct of an open code knows its rules itself.
    public static string? RuleExpression(ValueRules rules)
    {
        if (rules.Steps is { } steps) return $"ContractRule.Pattern({string.Join(", ", steps.Select(s => $"({CSharpText.Literal(s.Characters)}, {s.Min}, {(s.Max == int.MaxValue ? "int.MaxValue" : s.Max.ToString(CultureInfo.InvariantCulture))})"))})";
        return rules.Asks is { } place ? $"ContractRule.At(GeneratedContracts.Get({CSharpText.Literal(place.Contract.Id)}), {CSharpText.Literal(place.Pointer)})" : null;
    }

    private static void WriteRules(CSharpText text, RecordShape record, CSharpTarget target)
    {
        var required = Mask(record, record.Members.Where(m => m.Required).Select(m => m.JsonName));
        if (required != 0) text.Line($"if ({Lacks(record, required)}) return;");
        foreach (var dependency in record.Dependencies)
        {
            var needed = Mask(record, dependency.Required);
            if (needed != 0) text.Line($"if ({Has(record, Mask(record, [dependency.Member]))} && {Lacks(record, needed)}) return;");
        }
        foreach (var choice in record.Choices)
        {
            var branches = choice.Branches.Select(b => Has(record, Mask(record, b))).ToList();
            text.Line(choice.ExactlyOne
                ? $"if ({string.Join(" + ", branches.Select(b => $"({b} ? 1 : 0)"))} != 1) return;"
                : $"if (!({string.Join(" || ", branches)})) return;");
        }
        foreach (var condition in record.Conditions)
        {
            var member = record.Members.First(m => m.JsonName == condition.Member);
            var then = Mask(record, condition.Then);
            var otherwise = Mask(record, condition.Else);
            var test = $"{member.Name} is {string.Join(" or ", condition.Values.Select(v => Constant(record, target, member.Type, v)))}";
            // A member that was not there has no value, whatever its type says of one that is not set.
            if (member.Required is false || member.Type.IsStruct) test = $"{Has(record, Mask(record, [member.JsonName]))} && {test}";
            if (then != 0) text.Line($"if ({test} && {Lacks(record, then)}) return;");
            if (otherwise != 0) text.Line($"if (!({test}) && {Lacks(record, otherwise)}) return;");
        }
    }

    private static string Constant(RecordShape record, CSharpTarget target, TypeShape type, string value)
    {
        if (type.Kind == TypeKind.Code) return $"{target.Static(record, type.Name)}.{CSharpNames.Pascal(value)}";
        return type.Is("recordStatus") ? $"RecordStatus.{CSharpNames.Pascal(value)}" : value;
    }

    private static string SeenType(RecordShape record) => IsWide(record) ? "UInt128" : "ulong";

    private static bool IsWide(RecordShape record) => record.Members.Count > 64;

    private static UInt128 Mask(RecordShape record, IEnumerable<string> names)
    {
        UInt128 mask = 0;
        foreach (var name in names) mask |= UInt128.One << record.Members.FindIndex(m => m.JsonName == name);
        return mask;
    }

    private static string Has(RecordShape record, UInt128 mask) => mask == 0 ? "true" : $"(seen & {Literal(record, mask)}) == {Literal(record, mask)}";

    private static string Lacks(RecordShape record, UInt128 mask) => $"(seen & {Literal(record, mask)}) != {Literal(record, mask)}";

    private static string Literal(RecordShape record, UInt128 mask)
    {
        var low = string.Create(CultureInfo.InvariantCulture, $"0x{(ulong)mask:X}UL");
        return IsWide(record) ? string.Create(CultureInfo.InvariantCulture, $"new UInt128(0x{(ulong)(mask >> 64):X}UL, {low})") : low;
    }

    private static string ReadCall(RecordShape record, CSharpTarget target, MemberShape member, string output)
    {
        var type = member.Type;
        if (type.Kind != TypeKind.List) return ReadCall(record, target, type, "reader", member.Name, output);
        var item = type.Item!;
        var read = item.Kind switch
        {
            TypeKind.Record or TypeKind.Code => $"{target.Static(record, item.Accessor)}.TryReadFrom",
            _ => $"static (ref ContractReader from, {(item.IsStruct ? "" : "[MaybeNullWhen(false)] ")}out {item.Name} item) => {ReadCall(record, target, item, "from", member.Name, "out item")}",
        };
        return $"reader.TryReadList<{item.Name}>({type.Rules.MinItems}, {Limit(type.Rules.MaxItems)}, {read}, {output})";
    }

    private static string ReadCall(RecordShape record, CSharpTarget target, TypeShape type, string reader, string member, string output)
    {
        var rules = type.Rules;
        return type.Kind switch
        {
            TypeKind.Record or TypeKind.Code => $"{target.Static(record, type.Accessor)}.TryReadFrom(ref {reader}, {output})",
            // The name of the type of a reference ends in the type argument of the method.
            _ => $"{reader}.TryRead{(type.Is("reference") ? type.Name : type.Accessor)}({string.Join(", ", Arguments().Append(output))})",
        };

        IEnumerable<string> Arguments()
        {
            switch (type.Accessor)
            {
                case "String":
                    yield return rules.MinLength.ToString(CultureInfo.InvariantCulture);
                    yield return Limit(rules.MaxLength);
                    if (RuleExpression(rules) is not null) yield return CSharpNames.RulePrefix + member;
                    break;
                case "Int32" or "Int64":
                    yield return Number(rules.Minimum, type.Accessor);
                    yield return Number(rules.Maximum, type.Accessor);
                    break;
                case "Decimal" or "Money":
                    yield return Form(rules);
                    break;
                case "Quantity":
                    yield return Form(rules);
                    yield return $"0x{rules.Units:X}";
                    break;
                case "ObjectReference":
                    yield return Limit(rules.MaxLength);
                    break;
                case "ContractId":
                    yield return "Contract.Id";
                    break;
                case "Members":
                    yield return CSharpNames.RulePrefix + member;
                    break;
                default:
                    break;
            }
        }
    }

    private static string Form(ValueRules rules)
    {
        var limits = rules.Decimal!;
        return $"new DecimalForm({limits.IntegerDigits}, {limits.Scale}, {(limits.AllowsNegative ? "true" : "false")}{(rules.IsShare ? ", IsShare: true" : "")})";
    }

    private static string Limit(int value) => value == int.MaxValue ? "int.MaxValue" : value.ToString(CultureInfo.InvariantCulture);

    private static string Number(long value, string type) => value switch
    {
        long.MinValue => "long.MinValue",
        int.MinValue when type == "Int32" => "int.MinValue",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
