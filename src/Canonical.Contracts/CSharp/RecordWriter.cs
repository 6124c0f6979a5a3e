namespace Canonical.Contracts;

// Records. The properties stand in the order of the contract, and are written in it.
internal static class RecordWriter
{
    public static string Write(RecordShape record, CSharpTarget target)
    {
        var text = CSharpGenerator.Begin(record.Contract, target, "System", "System.Buffers", "System.Collections.Generic", "System.Diagnostics.CodeAnalysis", "System.IO", "System.IO.Pipelines", "System.Text.Json", "System.Threading", "Canonical.Schema");
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
        RecordReading.WriteFields(text, record);
        foreach (var member in record.Members)
        {
            WriteProperty(text, member, record);
            text.Line();
        }
        text.Summary("Members that this version of the contract does not know: a later minor version may add some. They are kept and written back in place.");
        text.Line("public JsonMembers UnknownMembers { get; init; } = JsonMembers.Empty;");
        text.Line();
        if (record.IsObject) WriteObjectMethods(text, record);
        WriteEquality(text, record);
        text.Line();
        RecordReading.Write(text, record, target);
        text.Line();
        RecordWriting.Write(text, record, target);
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
            if (annotations.Posting == true && record.IsObject) yield return "Part of the fingerprint.";
            if (annotations.Posting == false && !record.IsObject) yield return "Outside the fingerprint.";
            if (annotations.Since is { } since) yield return $"Since {since}.";
        }
    }

    private static string Deprecation(DeprecationShape? deprecation) => deprecation is null
        ? "The contract says that this member is deprecated."
        : $"Deprecated since {deprecation.Since}, goes after {deprecation.Sunset}.{(deprecation.Replacement is { } replacement ? $" Use {replacement}." : "")}";

    private static void WriteObjectMethods(CSharpText text, RecordShape record)
    {
        text.Doc("<inheritdoc/>");
        text.Line($"public static bool TryRead(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out {record.Name}? value, out ValidationReport report) => ContractReader.TryRead<{record.Name}>(utf8Json, Contract, TryReadFrom, out value, out report);");
        text.Line();
        text.Doc("<inheritdoc/>");
        text.Line($"public static bool TryRead(in ReadOnlySequence<byte> utf8Json, [NotNullWhen(true)] out {record.Name}? value, out ValidationReport report) => ContractReader.TryRead<{record.Name}>(utf8Json, Contract, TryReadFrom, out value, out report);");
        text.Line();
        foreach (var source in (string[])["Stream", "PipeReader"])
        {
            text.Doc("<inheritdoc/>");
            text.Line($"public static IAsyncEnumerable<ReadResult<{record.Name}>> ReadLinesAsync({source} utf8Lines, CancellationToken cancellationToken = default) => CanonicalLines.ReadAsync<{record.Name}>(utf8Lines, CanonicalLines.DefaultMaxLineBytes, cancellationToken);");
            text.Line();
        }
        text.Doc("<inheritdoc/>");
        text.Line($"public void WriteTo(IBufferWriter<byte> output) => ContractWriter.WriteTo<{record.Name}>(this, output, Write);");
        text.Line();
        text.Doc("<inheritdoc/>");
        text.Line($"public void WriteTo(Utf8JsonWriter writer) => ContractWriter.WriteTo<{record.Name}>(this, writer, Write);");
        text.Line();
        text.Doc("<inheritdoc/>");
        text.Line($"public byte[] ToUtf8Bytes() => ContractWriter.ToUtf8Bytes<{record.Name}>(this, posting: false, Write);");
        text.Line();
        text.Doc("<inheritdoc/>");
        text.Line("public ValidationReport Validate() => Contract.Schema.Validate(ToUtf8Bytes());");
        text.Line();
        text.Doc("<inheritdoc/>");
        text.Line("public ValidationReport ValidateForWriting() => Contract.WriterSchema.Validate(ToUtf8Bytes());");
        text.Line();
        WriteLaws(text, record);
        text.Doc("<inheritdoc/>");
        text.Line($"public Fingerprint ComputeFingerprint() => Fingerprint.Compute(Contract.Id, ContractWriter.ToUtf8Bytes<{record.Name}>(this, posting: true, Write));");
        text.Line();
    }

    private static void WriteLaws(CSharpText text, RecordShape record)
    {
        text.Doc("<inheritdoc/>");
        if (record.Laws.Count == 0)
        {
            text.Line("public IReadOnlyList<LawViolation> CheckLaws() => [];");
            text.Line();
            return;
        }
        text.Remarks(string.Join(' ', record.Laws.Select(l => $"{l.Code}: {l.Description}")));
        text.Open("public IReadOnlyList<LawViolation> CheckLaws()");
        text.Line("var findings = new LawFindings();");
        text.Line("CheckLaws(this, findings);");
        text.Line("return findings.Violations;");
        text.Close();
        text.Line();
        text.Line("// Written by hand beside this file.");
        text.Line($"static partial void CheckLaws({record.Name} value, LawFindings findings);");
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
                { Kind: TypeKind.List } => $"ContractLists.AreEqual({member.Name}, other.{member.Name})",
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
            text.Line(member.Type.Kind == TypeKind.List ? $"ContractLists.AddTo(ref hash, {member.Name});" : $"hash.Add({member.Name});");
        }
        text.Line("hash.Add(UnknownMembers);");
        text.Line("return hash.ToHashCode();");
        text.Close();
        text.Line();
        text.Summary("The name of the type, and the id where there is one: values may be personal and do not belong into logs.");
        text.Doc("<returns>The text.</returns>");
        text.Line(record.IsObject ? $"public override string ToString() => $\"{record.Name} {{Id}}\";" : $"public override string ToString() => {CSharpText.Literal(record.Name)};");
    }

    private static bool IsVersion(MemberShape member) => member.Type.Is("contract");
}
