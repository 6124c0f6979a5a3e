namespace Canonical.Schema;

/// <summary>
/// Resolution of URI references (RFC 3986, section 5.2) on text. Not System.Uri: it changes what it reads (ports, escapes, the case of more than the host), and schema identifiers must stay as written.
/// </summary>
internal static class UriReference
{
    public static (string Uri, string Fragment) SplitFragment(string uri)
    {
        var hash = uri.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? (uri, "") : (uri[..hash], uri[(hash + 1)..]);
    }

    public static bool IsAbsolute(string uri) => SchemeLength(uri) > 0;

    /// <summary>The reference resolved against a base; the fragment of the reference is kept, that of the base dropped.</summary>
    public static string Resolve(string baseUri, string reference)
    {
        if (SchemeLength(reference) > 0) return reference;
        var (absolute, _) = SplitFragment(baseUri);
        if (reference.Length == 0) return absolute;
        return reference[0] == '#' ? absolute + reference : ResolveRelative(absolute, reference);
    }

    private static string ResolveRelative(string absolute, string reference)
    {
        var scheme = SchemeLength(absolute);
        var rest = absolute.AsSpan(scheme);
        var authorityEnd = 0;
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = rest[2..].IndexOfAny('/', '?');
            authorityEnd = slash < 0 ? rest.Length : slash + 2;
        }
        var prefix = absolute[..(scheme + authorityEnd)];
        if (reference.StartsWith("//", StringComparison.Ordinal)) return absolute[..scheme] + reference;
        var basePath = rest[authorityEnd..].ToString();
        var query = basePath.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0) basePath = basePath[..query];
        var tailAt = reference.AsSpan().IndexOfAny('?', '#');
        var path = tailAt < 0 ? reference : reference[..tailAt];
        var tail = tailAt < 0 ? "" : reference[tailAt..];
        if (path.Length == 0) return prefix + basePath + tail;
        if (path[0] != '/')
        {
            var lastSlash = basePath.LastIndexOf('/');
            path = lastSlash >= 0 ? basePath[..(lastSlash + 1)] + path : authorityEnd > 0 ? "/" + path : path;
        }
        return prefix + RemoveDotSegments(path) + tail;
    }

    public static string Decode(string fragment) => fragment.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(fragment) : fragment;

    private static int SchemeLength(string uri)
    {
        for (var i = 0; i < uri.Length; i++)
        {
            var c = uri[i];
            if (c == ':') return i == 0 ? 0 : i + 1;
            if (!(char.IsAsciiLetter(c) || (i > 0 && (char.IsAsciiDigit(c) || c is '+' or '-' or '.')))) return 0;
        }
        return 0;
    }

    private static string RemoveDotSegments(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal) && !path.StartsWith('.')) return path;
        var output = new List<string>();
        var segments = path.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            var last = i == segments.Length - 1;
            switch (segments[i])
            {
                case ".":
                    if (last) output.Add("");
                    break;
                case "..":
                    if (output.Count > 1 || (output.Count == 1 && output[0].Length > 0)) output.RemoveAt(output.Count - 1);
                    if (last) output.Add("");
                    break;
                default:
                    output.Add(segments[i]);
                    break;
            }
        }
        return string.Join('/', output);
    }
}
