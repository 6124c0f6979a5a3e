using System.Text;

namespace Canonical.Testing;

/// <summary>Reads CSV by RFC 4180, as strictly as the Bulk API does: text beside quotes makes a row bad. Line breaks inside of quotes belong to the value.</summary>
internal sealed class SalesforceCsvReader(TextReader reader, char delimiter)
{
    private readonly StringBuilder _value = new();

    /// <summary>Whether a line ended with CR LF so far.</summary>
    public bool SawCrLf { get; private set; }

    /// <summary>Whether a line ended with LF alone so far.</summary>
    public bool SawLf { get; private set; }

    /// <summary>Reads the next row; false at the end. A row whose quoting is wrong comes with <paramref name="bad"/> set.</summary>
    public bool Read(List<string> row, out bool bad)
    {
        row.Clear();
        bad = false;
        int c = reader.Read();
        if (c < 0)
            return false;
        while (true)
        {
            bool quoted = c == '"';
            if (quoted)
                c = ReadQuoted(ref bad);
            while (c >= 0 && c != delimiter && c != '\n' && c != '\r')
            {
                bad |= quoted || c == '"';
                _value.Append((char)c);
                c = reader.Read();
            }

            row.Add(_value.ToString());
            _value.Clear();
            if (c == delimiter)
            {
                c = reader.Read();
                continue;
            }

            if (c == '\r' && reader.Peek() == '\n')
                SawCrLf = reader.Read() == '\n';
            else if (c == '\n')
                SawLf = true;

            return true;
        }
    }

    // Reads up to the closing quote, and gives the character behind it.
    private int ReadQuoted(ref bool bad)
    {
        while (true)
        {
            int c = reader.Read();
            if (c < 0)
            {
                bad = true;
                return c;
            }

            if (c != '"')
            {
                _value.Append((char)c);
                continue;
            }

            c = reader.Read();
            if (c != '"')
                return c;
            _value.Append('"');
        }
    }
}
