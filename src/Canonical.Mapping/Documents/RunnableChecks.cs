namespace Canonical.Mapping;

/// <summary>What a document may say and this version cannot run yet. A mapper is refused for it: nothing of a document is passed over in silence.</summary>
internal static class RunnableChecks
{
    public static void Check(MappingDocument document)
    {
        var findings = new List<MappingDocumentFinding>();
        Walk(document.Plan, findings);
        if (findings.Count > 0)
            throw new MappingDocumentException(findings);
    }

    private static void Walk(IReadOnlyList<Lens> lenses, List<MappingDocumentFinding> findings)
    {
        foreach (var lens in lenses)
        {
            if (Missing(lens) is { } what)
                findings.Add(new MappingDocumentFinding(MappingCodes.NotRunnable, lens.Head.Pointer, lens.Id, $"This version reads {what}, but cannot run it yet."));
            switch (lens)
            {
                case EachLens each:
                    Walk(each.Lenses, findings);
                    break;
                case WhenLens branch:
                    Walk(branch.Lenses, findings);
                    Walk(branch.Otherwise, findings);
                    break;
            }
        }
    }

    private static string? Missing(Lens lens) => lens switch
    {
        ConcatLens or SplitLens or RestLens => $"the lens '{lens.Head.Kind}'",
        EachLens { Where: not null } => "'where'",
        TableLens { AsOf: not null } => "'asOf'",
        TableLens { Unknown: UnknownCode.Hold } => "'unknown': 'hold'",
        _ => null,
    };
}
