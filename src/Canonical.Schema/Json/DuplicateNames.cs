using System.Buffers;

namespace Canonical.Schema;

/// <summary>Finds names that an object has twice.</summary>
internal static class DuplicateNames
{
    private const int Small = 16;

    public static void Find(scoped ref JsonTape tape, int container)
    {
        var count = tape.Entries[container].Count;
        if (count <= Small)
        {
            Span<uint> hashes = stackalloc uint[Small];
            var at = container + 1;
            for (var i = 0; i < count; i++)
            {
                hashes[i] = Hash(tape, at);
                var earlier = hashes[..i].IndexOf(hashes[i]);
                if (earlier >= 0 && IsRepeated(tape, container, at)) tape.AddDuplicate(at);
                at = tape.Entries[at + 1].Next;
            }
            return;
        }

        var size = 64;
        while (size < count * 2) size *= 2;
        var table = ArrayPool<int>.Shared.Rent(size);
        table.AsSpan(0, size).Clear();
        var name = container + 1;
        for (var i = 0; i < count; i++)
        {
            var slot = SeededHash(tape, name) & (uint)(size - 1);
            for (; table[slot] != 0; slot = (slot + 1) & (uint)(size - 1))
            {
                if (!Same(tape, table[slot], name)) continue;
                tape.AddDuplicate(name);
                break;
            }
            if (table[slot] == 0) table[slot] = name;
            name = tape.Entries[name + 1].Next;
        }
        ArrayPool<int>.Shared.Return(table);
    }

    // Seeded for each process: with the plain hash a sender could choose names that all fall into one slot.
    private static uint SeededHash(in JsonTape tape, int name)
    {
        var hash = new HashCode();
        hash.AddBytes(tape.Entries[name].Escaped ? Unescaped(tape, name) : tape.Raw(name));
        return (uint)hash.ToHashCode();
    }

    private static bool IsRepeated(in JsonTape tape, int container, int name)
    {
        for (var at = container + 1; at < name; at = tape.Entries[at + 1].Next)
        {
            if (Same(tape, at, name)) return true;
        }
        return false;
    }

    private static uint Hash(in JsonTape tape, int name) => tape.Entries[name].Escaped ? NameTable.Hash(Unescaped(tape, name)) : NameTable.Hash(tape.Raw(name));

    private static bool Same(in JsonTape tape, int a, int b)
    {
        if (!tape.Entries[a].Escaped && !tape.Entries[b].Escaped) return tape.Raw(a).SequenceEqual(tape.Raw(b));
        return Unescaped(tape, a).AsSpan().SequenceEqual(Unescaped(tape, b));
    }

    // Escapes in names hardly ever occur; an allocation does not matter then.
    private static byte[] Unescaped(in JsonTape tape, int name)
    {
        var raw = tape.Raw(name);
        if (!tape.Entries[name].Escaped) return raw.ToArray();
        var text = new byte[raw.Length];
        return text[..JsonScan.Unescape(raw, text)];
    }
}
