using System.Text;

namespace Canonical.Model.Tests;

// Changes a document: its members, its values, its bytes.
internal sealed class DocMutator(Random random)
{
    private static readonly string[] Replacements =
    [
        "null", "true", "false", "0", "-0", "-1", "1.0", "1e2", "5.5", "1e400", "-1E-2", "0e99999999999", "50e-1", "100000000000000000000", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "01", "1.", ".5", "+1", "1e",
        "\"\"", "\"x\"", "\"0\"", "\"-0\"", "\"1.0\"", "\"01\"", "\"1.\"", "\"1e3\"", "\"0.00000000000\"", "\"1234567890123456789\"", "\"EUR\"", "\"eur\"", "\"EU\"", "\"active\"", "\"Active\"", "\"h\"",
        "\"2026-02-28\"", "\"2026-02-29\"", "\"0000-01-01\"", "\"0999-12-31\"", "\"9999-12-31\"", "\"2026-13-01\"", "\"2026-1-1\"", "\"2026-02-28T23:59:60Z\"", "\"2026-02-28T23:59:59.1234567Z\"", "\"2026-02-28T23:59:59.12345678Z\"", "\"2026-02-28T24:00:00Z\"", "\"2026-02-28t23:59:59z\"", "\"2026-02-28T23:59:59+00:00\"", "\"2026-02-28T23:59:59.Z\"",
        "\"f2135b3e-c0c1-85bf-9ec5-0edde33136ae\"", "\"F2135B3E-C0C1-85BF-9EC5-0EDDE33136AE\"", "\"f2135b3ec0c185bf9ec50edde33136ae\"", "\"f2135b3e-c0c1-85bf-9ec5-0edde33136ag\"",
        "\"customer/1.0.0\"", "\"customer/1.0\"", "\"customer/01.0.0\"", "\"\\ud800\"", "\"\\ud83d\\ude02\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\x\"", "\"\\u00g0\"", "\"\t\"", "\"é\"", "\"EUR\\\"\"", "\"\\u0045UR\"", "[]", "{}", "[null]", "{\"a\":1}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "[[[[]]]]", "", "tru", "nul", "\"", "{", "[",
    ];

    private static readonly byte[][] Insertions = [.. new[] { ",", "\"", "{", "}", "[", "]", ":", "\\", " ", "\n", "0", "-", "e", ".", "null", "\u0001", "\u0000", "é", "}}", "//" }.Select(Encoding.UTF8.GetBytes), [0x80], [0xFF], [0xC3], [0xED, 0xA0, 0x80]];

    public Doc Structure(Doc root)
    {
        var copy = root.Clone();
        for (var changes = random.Next(1, 3); changes > 0; changes--) ChangeOnce(copy);
        return copy;
    }

    public byte[] Bytes(byte[] json)
    {
        var text = json.ToList();
        for (var changes = random.Next(1, 3); changes > 0 && text.Count > 0; changes--)
        {
            var at = random.Next(text.Count);
            switch (random.Next(5))
            {
                case 0:
                    text[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    text.RemoveAt(at);
                    break;
                case 2:
                    text.InsertRange(at, Insertions[random.Next(Insertions.Length)]);
                    break;
                case 3 when random.Next(8) == 0:
                    text.RemoveRange(at, text.Count - at);
                    break;
                default:
                    text[at] = (byte)random.Next(256);
                    break;
            }
        }
        return [.. text];
    }

    private void ChangeOnce(Doc root)
    {
        var maps = root.All().OfType<Doc.Map>().ToList();
        if (maps.Count == 0) return;
        // The outermost object more often than its share.
        var map = random.Next(2) == 0 ? maps[0] : maps[random.Next(maps.Count)];
        var members = map.Members;
        var at = members.Count == 0 ? 0 : random.Next(members.Count);
        switch (random.Next(11))
        {
            case 0 when members.Count > 0:
                members.RemoveAt(at);
                break;
            case 1 or 2:
                members.Insert(at, (Unknown(), Junk(2)));
                break;
            case 3 when members.Count > 0:
                members.Insert(random.Next(members.Count + 1), (members[at].Name, members[at].Value.Clone()));
                break;
            case 4 or 5 or 6 when members.Count > 0:
                members[at] = (members[at].Name, new Doc.Scalar(Replacements[random.Next(Replacements.Length)]));
                break;
            case 7 when members.Count > 1:
                var other = random.Next(members.Count);
                (members[at], members[other]) = (members[other], members[at]);
                break;
            case 8 when members.Count > 1:
                members[at] = (members[at].Name, members[random.Next(members.Count)].Value.Clone());
                break;
            case 9:
                Deepen(members);
                break;
            default:
                var lists = root.All().OfType<Doc.List>().Where(l => l.Items.Count > 0).ToList();
                if (lists.Count == 0) break;
                var list = lists[random.Next(lists.Count)];
                if (random.Next(2) == 0) list.Items.RemoveAt(random.Next(list.Items.Count));
                else list.Items.Add(random.Next(2) == 0 ? list.Items[0].Clone() : new Doc.Scalar(Replacements[random.Next(Replacements.Length)]));
                break;
        }
    }

    // Around the limit of nesting, which is 128.
    private void Deepen(List<(string Name, Doc Value)> members)
    {
        Doc value = new Doc.Scalar("1");
        for (var i = random.Next(120, 131); i > 0; i--)
        {
            if (random.Next(2) == 0)
            {
                var list = new Doc.List();
                list.Items.Add(value);
                value = list;
            }
            else
            {
                var map = new Doc.Map();
                map.Members.Add(("d", value));
                value = map;
            }
        }
        members.Insert(random.Next(members.Count + 1), ("deep", value));
    }

    private string Unknown() => random.Next(12) switch { 0 => "id2", 1 => "Name", 2 => "é", 3 => "", 4 => "a\"b", 5 => "aVeryLongNameThatNoContractHasAndThatIsLongerThanAnyVector", 6 => "x-later", _ => "later" + random.Next(6) };

    private Doc Junk(int depth)
    {
        switch (depth == 0 ? 0 : random.Next(4))
        {
            case 1:
                var list = new Doc.List();
                for (var i = random.Next(4); i > 0; i--) list.Items.Add(Junk(depth - 1));
                return list;
            case 2:
                var map = new Doc.Map();
                for (var i = random.Next(5); i > 0; i--) map.Members.Add((Unknown(), Junk(depth - 1)));
                return map;
            default:
                return new Doc.Scalar(Replacements[random.Next(60) == 0 ? random.Next(Replacements.Length) : random.Next(10)]);
        }
    }
}
