namespace Canonical.Contracts;

// Makes a counterexample smaller as long as it still tells the two schemas apart: members and items go, texts get shorter, numbers plainer.
internal static class Shrinker
{
    private const int MaxTries = 4000;

    public static Datum Shrink(SchemaPair pair, Datum value, CancellationToken cancellationToken)
    {
        var tries = 0;
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var smaller in Smaller(value))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (++tries > MaxTries) return value;
                if (!pair.Tells(smaller)) continue;
                value = smaller;
                changed = true;
                break;
            }
        }
        return value;
    }

    // Every value that is one step smaller; each step makes the value less by a measure, so shrinking ends.
    private static IEnumerable<Datum> Smaller(Datum value)
    {
        switch (value.Kind)
        {
            case JsonKinds.Object:
                for (var i = 0; i < value.Members.Count; i++) yield return Datum.OfMembers([.. value.Members.Take(i), .. value.Members.Skip(i + 1)]);
                for (var i = 0; i < value.Members.Count; i++)
                {
                    var (name, inner) = value.Members[i];
                    foreach (var smaller in Smaller(inner)) yield return Datum.OfMembers([.. value.Members.Take(i), new(name, smaller), .. value.Members.Skip(i + 1)]);
                }
                break;
            case JsonKinds.Array:
                for (var i = 0; i < value.Items.Count; i++) yield return Datum.OfItems([.. value.Items.Take(i), .. value.Items.Skip(i + 1)]);
                for (var i = 0; i < value.Items.Count; i++)
                {
                    foreach (var smaller in Smaller(value.Items[i])) yield return Datum.OfItems([.. value.Items.Take(i), smaller, .. value.Items.Skip(i + 1)]);
                }
                break;
            case JsonKinds.String:
                if (value.Text.Length == 0) break;
                yield return Datum.Of("");
                if (value.Text.Length > 1) yield return Datum.Of(Cut(value.Text, value.Text.Length / 2));
                if (value.Text.Length > 2) yield return Datum.Of(Cut(value.Text, value.Text.Length - 1));
                if (value.Text.Any(c => c > 'a')) yield return Datum.Of(new string('a', value.Text.Length));
                break;
            case JsonKinds.Number:
                foreach (var plain in new Rational[] { 0, 1, -1, new Rational(1, 2) })
                {
                    if (Weight(plain) < Weight(value.Number)) yield return Datum.Of(plain);
                }
                break;
        }
    }

    private static string Cut(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static int Weight(Rational number) => number.ToString().Length * 4 + (number.Numerator.Sign < 0 ? 2 : 0) + (number.Numerator.IsZero ? 0 : 1);
}
