using System.Text;

namespace Canonical.Mapping;

/// <summary>
/// Reads a member path out of the text of a lambda such as <c>c => c.BillingAddress!.City</c>, which the compiler has checked and hands over by
/// CallerArgumentExpression: typed, and yet without reflection or expression trees. The lambda itself is never called.
/// </summary>
internal static class MemberText
{
    public static string Path(string lambda)
    {
        var arrow = lambda.IndexOf("=>", StringComparison.Ordinal);
        if (arrow < 0)
            throw Refused(lambda);
        var parameter = lambda[..arrow].Replace("static", "", StringComparison.Ordinal).Trim().Trim('(', ')').Trim();
        // A type may stand before the name.
        parameter = parameter[(parameter.LastIndexOf(' ') + 1)..];
        var body = lambda[(arrow + 2)..].Trim();
        while (body.StartsWith('(') && body.EndsWith(')'))
            body = body[1..^1].Trim();
        if (parameter.Length == 0 || !body.StartsWith(parameter, StringComparison.Ordinal) || (body.Length > parameter.Length && IsName(body[parameter.Length])))
            throw Refused(lambda);
        if (body.Length == parameter.Length)
            return ".";
        var path = new StringBuilder();
        var at = parameter.Length;
        while (at < body.Length)
        {
            // A member is camelCase in a contract and PascalCase in its record, and nothing else differs.
            if (body[at] is '!' or '?' || char.IsWhiteSpace(body[at]))
            {
                at++;
            }
            else if (body[at] == '.')
            {
                at++;
                while (at < body.Length && char.IsWhiteSpace(body[at]))
                    at++;
                var start = at;
                while (at < body.Length && IsName(body[at]))
                    at++;
                if (at == start)
                    throw Refused(lambda);
                if (path.Length > 0)
                    path.Append('.');
                path.Append(char.ToLowerInvariant(body[start])).Append(body, start + 1, at - start - 1);
            }
            else if (body[at] == '[')
            {
                var start = at++;
                while (at < body.Length && char.IsAsciiDigit(body[at]))
                    at++;
                if (at == start + 1 || at == body.Length || body[at] != ']')
                    throw Refused(lambda);
                path.Append(body, start, ++at - start);
            }
            else
            {
                throw Refused(lambda);
            }
        }

        return path.ToString();
    }

    private static bool IsName(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static ArgumentException Refused(string lambda) =>
        new($"'{lambda}' is no path of members: write a lambda such as c => c.BillingAddress!.City, or give the path as a string.", nameof(lambda));
}
