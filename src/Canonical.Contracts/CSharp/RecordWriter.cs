namespace Canonical.Contracts;

// Records. The properties stand in the order of the contract, and are written in it.
internal static class RecordWriter
{
    public static string Write(RecordShape record, CSharpGeneratorOptions options)
    {
        var text = CSharpGenerator.Begin(record.Contract, options, "System", "System.Collections.Generic", "System.Diagnostics.CodeAnalysis", "System.Text.Json", "Canonical.Schema");
        if (record.Members.Exists(m => m.Annotations.Deprecated))
        {
            text.Line("// A deprecated member is still read, written and compared.");
            text.Line("#pragma warning disable CS0618");
            text.Line();
        }
        text.Summary(record.Description);
        text.Remarks($"{(record.IsObject ? "The object" : "A part")} of the contract {record.Contract.Id}. Thread-safe: immutable.");
        text.Open($"public sealed partial record {record.Name}{(record.IsObject ? $" : ICanonicalObject<{record.Name}>" : "")}");
        if (record.IsObject) WriteContract(text, record);
        foreach (var member in record.Members)
        {
            WriteProperty(text, member, record);
            text.Line();
        }
        text.Summary("Members that this version of the contract does not know: a later minor version may add some. They are kept and written back.");
        text.Line("public JsonMembers UnknownMembers { get; init; } = JsonMembers.Empty;");
        text.Line();
        if (record.IsObject) WriteObjectMethods(text, record);
        WriteEquality(text, record);
        text.Line();
        WriteReader(text, record);
        text.Line();
        WriteWriter(text, record);
        text.Close();
        return text.ToString();
    }

    private static void WriteContract(CSharpText text, RecordShape record)
    {
        text.Summary($"The contract {record.Contract.Id}.");
        text.Line($"public static CanonicalContract Contract {{ get; }} = GeneratedContracts.Get({CSharpText.Literal(record.Contract.Id)});");
        text.Line();
    }

    private static void WriteProperty(CSharpText text, MemberShape member, RecordShape record)
    {
        text.Summary(member.Description);
        var annotations = member.Annotations;
        text.Remarks(string.Join(' ', Remarks()));
        if (annotations.Deprecated) text.Line($"[Obsolete({CSharpText.Literal(Deprecation(annotations.Deprecation))})]");
        if (IsVersion(member)) text.Line("public ContractId ContractId { get; init; } = Contract.Id;");
        else if (member.Required) text.Line($"public required {member.Type.Name} {member.Name} {{ get; init; }}");
        else text.Line($"public {member.Type.Name}? {member.Name} {{ get; init; }}");

        IEnumerable<string> Remarks()
        {
            if (annotations.Unit is { } unit) yield return $"Unit: {unit}.";
            if (annotations.RefersTo.Count > 0) yield return $"Refers to: {string.Join(", ", annotations.RefersTo)}.";
            if (annotations.Sign is { } sign) yield return $"Sign: {sign.TrimEnd('.')}.";
            if (annotations.SystemOfRecord is { } system) yield return $"System of record: {system}.";
            if (annotations.Personal is { } personal) yield return $"Personal data: {personal}.";
            if (annotations.Posting && record.IsObject) yield return "Part of the fingerprint.";
            if (annotations.Since is { } since) yield return $"Since {since}.";
        }
    }

    private static string Deprecation(DeprecationShape? deprecation) => deprecation is null
        ? "The contract says that this member is deprecated."
        : $"Deprecated since {deprecation.Since}, goes after {deprecation.Sunset}.{(deprecation.Replacement is { } replacement ? $" Use {replacement}." : "")}";

    private static void WriteObjectMethods(CSharpText text, RecordShape record)
    {
        text.Doc("<inheritdoc/>");
        text.Open($"public static bool TryRead(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out {record.Name}? value, out ValidationReport report)");
        text.Open("if (!GeneratedReader.TryValidate(Contract, utf8Json, out report))");
        text.Line("value = null;");
        text.Line("return false;");
        text.Close();
        text.Line("var reader = GeneratedReader.Start(utf8Json);");
        text.Line("value = Read(ref reader, utf8Json);");
        text.Line("return true;");
        text.Close();
        text.Line();
        text.Doc("<inheritdoc/>");
        text.Open("public void WriteTo(Utf8JsonWriter writer)");
        text.Line("ArgumentNullException.ThrowIfNull(writer);");
        text.Line("Write(writer, this, posting: false);");
        text.Close();
        text.Line();
        text.Doc("<inheritdoc/>");
        text.Line("public byte[] ToUtf8Bytes() => GeneratedWriter.ToUtf8Bytes(this, posting: false, Write);");
        text.Line();
        text.Doc("<inheritdoc/>");
        text.Line("public ValidationReport Validate() => Contract.Schema.Validate(ToUtf8Bytes());");
        text.Line();
        text.Doc("<inheritdoc/>");
        text.Line("public Fingerprint ComputeFingerprint() => Fingerprint.Compute(Contract.Id, GeneratedWriter.ToUtf8Bytes(this, posting: true, Write));");
        text.Line();
    }

    private static void WriteEquality(CSharpText text, RecordShape record)
    {
        text.Summary("Whether both have equal values, lists by their items and unknown members by their canonical form.");
        text.Doc("<param name=\"other\">The other one.</param>");
        text.Doc("<returns>True when they have.</returns>");
        text.Line($"public bool Equals([NotNullWhen(true)] {record.Name}? other) => ReferenceEquals(this, other) || (other is not null");
        foreach (var member in record.Members)
        {
            text.Line("    && " + member.Type switch
            {
                { Kind: TypeKind.List } => $"GeneratedWriter.ListEquals({member.Name}, other.{member.Name})",
                { Name: "JsonMembers" } => $"Equals({member.Name}, other.{member.Name})",
                _ => $"{member.Name} == other.{member.Name}",
            });
        }
        text.Line("    && UnknownMembers.Equals(other.UnknownMembers));");
        text.Line();
        text.Summary("A hash of the values.");
        text.Doc("<returns>The hash.</returns>");
        text.Open("public override int GetHashCode()");
        text.Line("var hash = new HashCode();");
        foreach (var member in record.Members)
        {
            text.Line(member.Type.Kind == TypeKind.List ? $"GeneratedWriter.AddList(ref hash, {member.Name});" : $"hash.Add({member.Name});");
        }
        text.Line("hash.Add(UnknownMembers);");
        text.Line("return hash.ToHashCode();");
        text.Close();
        text.Line();
        text.Summary("The name of the type, and the id where there is one: values may be personal and do not belong into logs.");
        text.Doc("<returns>The text.</returns>");
        text.Line(record.IsObject ? $"public override string ToString() => $\"{record.Name} {{Id}}\";" : $"public override string ToString() => {CSharpText.Literal(record.Name)};");
    }

    private static void WriteReader(CSharpText text, RecordShape record)
    {
        text.Open($"internal static {record.Name} Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)");
        foreach (var member in record.Members)
        {
            text.Line(member switch
            {
                { Required: false } => $"{member.Type.Name}? {Local(member)} = null;",
                { Type.IsStruct: true } => $"{member.Type.Name} {Local(member)} = default;",
                _ => $"{member.Type.Name} {Local(member)} = null!;",
            });
        }
        text.Line("var unknownMembers = default(JsonMembersBuilder);");
        text.Open("while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)");
        for (var i = 0; i < record.Members.Count; i++)
        {
            var member = record.Members[i];
            text.Open($"{(i > 0 ? "else " : "")}if (reader.ValueTextEquals({CSharpText.Literal(member.JsonName)}u8))");
            text.Line("reader.Read();");
            text.Line(member.Type.Kind == TypeKind.List
                ? $"{Local(member)} = GeneratedReader.ReadList(ref reader, utf8Json, {ReadMethod(member.Type.Item!)});"
                : $"{Local(member)} = {ReadMethod(member.Type)}(ref reader, utf8Json);");
            text.Close();
        }
        if (record.Members.Count > 0)
        {
            text.Open("else");
            text.Line("unknownMembers.Add(ref reader, utf8Json);");
            text.Close();
        }
        else text.Line("unknownMembers.Add(ref reader, utf8Json);");
        text.Close();
        text.Open($"return new {record.Name}");
        foreach (var member in record.Members) text.Line($"{member.Name} = {Local(member)},");
        text.Line("UnknownMembers = unknownMembers.Build(),");
        text.Close(";");
        text.Close();
    }

    private static void WriteWriter(CSharpText text, RecordShape record)
    {
        text.Open($"internal static void Write(Utf8JsonWriter writer, {record.Name} value, bool posting)");
        text.Line("writer.WriteStartObject();");
        foreach (var member in record.Members)
        {
            // Of a part, every member that the contract knows belongs to the fingerprint of the object.
            var conditions = new List<string>();
            if (record.IsObject && !member.Annotations.Posting) conditions.Add("!posting");
            if (!member.Required) conditions.Add($"value.{member.Name} is {{ }} {Local(member)}");
            var source = member.Required ? $"value.{member.Name}" : Local(member);
            if (conditions.Count > 0) text.Open($"if ({string.Join(" && ", conditions)})");
            text.Line($"writer.WritePropertyName({CSharpText.Literal(member.JsonName)}u8);");
            text.Line(member.Type.Kind == TypeKind.List
                ? $"GeneratedWriter.WriteList(writer, {source}, posting, {WriteMethod(member.Type.Item!)});"
                : $"{WriteMethod(member.Type)}(writer, {source}, posting);");
            if (conditions.Count > 0) text.Close();
        }
        text.Line("if (!posting) value.UnknownMembers.WriteMembersTo(writer);");
        text.Line("writer.WriteEndObject();");
        text.Close();
    }

    private static bool IsVersion(MemberShape member) => member.Type == TypeShape.Named["contract"];

    // Always longer than the JSON name, so that it is never a keyword and never one of the parameters.
    private static string Local(MemberShape member) => member.JsonName + "Value";

    private static string ReadMethod(TypeShape type) => Method(type, "GeneratedReader.Read", ".Read");

    private static string WriteMethod(TypeShape type) => Method(type, "GeneratedWriter.Write", ".Write");

    private static string Method(TypeShape type, string library, string own) => type.Kind switch
    {
        TypeKind.Record => type.Name + own,
        TypeKind.Code => type.Accessor + own,
        _ => library + type.Accessor,
    };
}
