namespace Canonical.Contracts;

// The writer of a record: names as they stand in the text, members in the order of the contract, unknown ones where they were.
internal static class RecordWriting
{
    public static void Write(CSharpText text, RecordShape record, CSharpTarget target)
    {
        text.Open($"internal static void Write(ref ContractWriter writer, {record.Name}? value, bool posting)");
        text.Open("if (value is null)");
        text.Line("writer.WriteNull();");
        text.Line("return;");
        text.Close();
        text.Line("var unknown = posting || value.UnknownMembers.Count == 0 ? null : value.UnknownMembers;");
        text.Line("var start = writer.Start();");
        text.Line("if (unknown is not null) writer.WriteUnknown(unknown, -1);");
        for (var i = 0; i < record.Members.Count; i++)
        {
            WriteMember(text, record, target, record.Members[i], i);
            text.Line($"if (unknown is not null) writer.WriteUnknown(unknown, {i});");
        }
        text.Line($"if (unknown is not null) writer.WriteLastUnknown(unknown, {record.Members.Count});");
        text.Line("writer.EndObject(start);");
        text.Close();
    }

    private static void WriteMember(CSharpText text, RecordShape record, CSharpTarget target, MemberShape member, int index)
    {
        // Of a part, every member that the contract knows belongs to the fingerprint of the object, but for those that it takes out.
        var conditions = new List<string>();
        if (!(member.Annotations.Posting ?? !record.IsObject)) conditions.Add("!posting");
        if (!member.Required) conditions.Add($"value.{member.Name} is {{ }} value{index}");
        if (conditions.Count > 0) text.Open($"if ({string.Join(" && ", conditions)})");
        text.Line($"writer.Name({CSharpText.Literal($",\"{member.JsonName}\":")}u8);");
        text.Line(WriteCall(record, target, member.Type, "writer", member.Required ? $"value.{member.Name}" : $"value{index}", "posting") + ";");
        if (conditions.Count > 0) text.Close();
    }

    private static string WriteCall(RecordShape record, CSharpTarget target, TypeShape type, string writer, string source, string posting)
    {
        switch (type.Kind)
        {
            case TypeKind.List:
                var item = type.Item!;
                return $"{writer}.WriteList({source}, {posting}, {item.Kind switch
                {
                    TypeKind.Record or TypeKind.Code => $"{target.Static(record, item.Accessor)}.Write",
                    _ => $"static (ref ContractWriter to, {item.Name} item, bool isPosting) => {WriteCall(record, target, item, "to", "item", "isPosting")}",
                }})";
            case TypeKind.Record or TypeKind.Code:
                return $"{target.Static(record, type.Accessor)}.Write(ref {writer}, {source}, {posting})";
            default:
                // Only decimals have a shorter form.
                var method = type.Accessor is "Int32" or "Int64" ? "Integer" : type.Accessor;
                return $"{writer}.Write{method}({source}{(type.Accessor is "Decimal" or "Money" or "Quantity" ? $", {posting}" : "")})";
        }
    }
}
