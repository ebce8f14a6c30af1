using System.Collections.Frozen;
using System.Globalization;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Whether a text is in Unicode's normal form C (UAX #15, https://www.unicode.org/reports/tr15/).</summary>
/// <remarks>
/// .NET asks ICU, which the server does without (InvariantGlobalization), and then says yes to everything. The table is Unicode 14's:
/// <c>c</c> gives a range its combining class, <c>d</c> a letter its parts, <c>x</c> the same of one that is always written in parts.
/// Letters of later versions count as having none. Read once, 33 KB. Safe from many threads.
/// </remarks>
internal static class ComposedText
{
    const string Resource = "composed-letters.txt";

    // the first that has a combining class, or is written otherwise than it stands
    const int FirstOfInterest = 0x300;

    // Hangul syllables are composed by counting (The Unicode Standard §3.12)
    const int Syllables = 0xAC00, Leads = 0x1100, Vowels = 0x1161, Trails = 0x11A7;
    const int LeadCount = 19, VowelCount = 21, TrailCount = 28, SyllableCount = LeadCount * VowelCount * TrailCount;

    static readonly Lazy<Table> Known = new(Read);

    /// <summary>Whether a text of whole letters is composed.</summary>
    public static bool Is(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange((char)FirstOfInterest, '\uffff')) return true;
        var letters = text.EnumerateRunes().Select(rune => rune.Value).ToList();
        return Composed(Decomposed(letters)).SequenceEqual(letters);
    }

    static List<int> Decomposed(List<int> letters)
    {
        var parts = new List<int>(letters.Count * 2);
        foreach (var letter in letters) Decompose(letter, parts);
        // marks in the order of their classes, those of one class as they stand
        for (var from = 0; from < parts.Count; from++)
        {
            if (ClassOf(parts[from]) == 0) continue;
            var to = from;
            while (to < parts.Count && ClassOf(parts[to]) != 0) to++;
            var marks = parts.GetRange(from, to - from).OrderBy(ClassOf).ToList();
            for (var i = from; i < to; i++) parts[i] = marks[i - from];
            from = to;
        }

        return parts;
    }

    static void Decompose(int letter, List<int> parts)
    {
        var syllable = letter - Syllables;
        if (syllable is >= 0 and < SyllableCount)
        {
            parts.Add(Leads + syllable / (VowelCount * TrailCount));
            parts.Add(Vowels + syllable / TrailCount % VowelCount);
            if (syllable % TrailCount is > 0 and var trail) parts.Add(Trails + trail);
        }
        else if (Known.Value.Parts.TryGetValue(letter, out var pair))
        {
            Decompose(pair.First, parts);
            if (pair.Second != 0) parts.Add(pair.Second);
        }
        else parts.Add(letter);
    }

    static List<int> Composed(List<int> parts)
    {
        var letters = new List<int>(parts.Count);
        var (starter, last) = (-1, 0);   // the class of what stands before
        foreach (var part in parts)
        {
            var mark = ClassOf(part);
            var isNext = starter >= 0 && (letters.Count - 1 == starter || (last < mark && last != 0));
            if (isNext && Compose(letters[starter], part) is { } whole)
            {
                letters[starter] = whole;
                continue;
            }

            if (mark == 0) starter = letters.Count;
            last = mark;
            letters.Add(part);
        }

        return letters;
    }

    static int? Compose(int first, int second)
    {
        if (first - Leads is >= 0 and < LeadCount and var lead && second - Vowels is >= 0 and < VowelCount and var vowel)
            return Syllables + (lead * VowelCount + vowel) * TrailCount;
        if (first - Syllables is >= 0 and < SyllableCount and var syllable && syllable % TrailCount == 0
            && second - Trails is > 0 and < TrailCount and var trail) return first + trail;
        return Known.Value.Wholes.TryGetValue((first, second), out var whole) ? whole : null;
    }

    static int ClassOf(int letter) => Known.Value.Classes.GetValueOrDefault(letter);

    static Table Read()
    {
        using var stream = typeof(ComposedText).Assembly.GetManifestResourceStream(Resource)!;
        using var lines = new StreamReader(stream);
        var (classes, parts, wholes) = (new Dictionary<int, int>(), new Dictionary<int, (int, int)>(), new Dictionary<(int, int), int>());
        while (lines.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            if (words[0] == "c")
            {
                for (var letter = Hex(words[1]); letter <= Hex(words[2]); letter++)
                    classes[letter] = int.Parse(words[3], CultureInfo.InvariantCulture);
                continue;
            }

            var pair = (Hex(words[2]), words.Length > 3 ? Hex(words[3]) : 0);
            parts[Hex(words[1])] = pair;
            if (words[0] == "d") wholes[pair] = Hex(words[1]);
        }

        return new(classes.ToFrozenDictionary(), parts.ToFrozenDictionary(), wholes.ToFrozenDictionary());
    }

    static int Hex(string word) => int.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    sealed record Table(
        FrozenDictionary<int, int> Classes, FrozenDictionary<int, (int First, int Second)> Parts,
        FrozenDictionary<(int First, int Second), int> Wholes);
}
