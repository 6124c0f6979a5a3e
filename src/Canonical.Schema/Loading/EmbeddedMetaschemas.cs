namespace Canonical.Schema;

/// <summary>The metaschemas of the specification, embedded. They are read anew for each schema that refers to them: nothing is kept.</summary>
internal static class EmbeddedMetaschemas
{
    public static byte[]? Find(string uri)
    {
        const string Prefix = "https://json-schema.org/";
        var name = uri.StartsWith(Prefix, StringComparison.Ordinal) ? uri[Prefix.Length..] : uri switch
        {
            Dialect.Uri7 => "draft-07",
            _ => null,
        };
        name = name switch
        {
            null => null,
            "draft-07" => "draft-07",
            _ when name.StartsWith("draft/2020-12/", StringComparison.Ordinal) => "draft2020-12/" + name["draft/2020-12/".Length..],
            _ when name.StartsWith("draft/2019-09/", StringComparison.Ordinal) => "draft2019-09/" + name["draft/2019-09/".Length..],
            _ => null,
        };
        if (name is null) return null;
        using var stream = typeof(EmbeddedMetaschemas).Assembly.GetManifestResourceStream(name);
        if (stream is null) return null;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
