using System.Globalization;

namespace FaceAuth.Testing;

/// <summary>Finds and reads the files under <c>tests/vectors</c>.</summary>
public static class Vectors
{
    static readonly string Root = FindRoot();

    /// <summary>The full path of a vector, named relative to <c>tests/vectors</c>.</summary>
    public static string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Reads a text vector.</summary>
    public static string Text(string name) => File.ReadAllText(PathOf(name));

    /// <summary>Reads a hexadecimal dump: pairs of digits, any white space, lines that begin with '#' are notes.</summary>
    public static byte[] Hex(string name)
    {
        var digits = File.ReadLines(PathOf(name))
            .Where(line => !line.StartsWith('#'))
            .SelectMany(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Convert.FromHexString(string.Concat(digits).ToUpper(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Reads lines <c>name: hexadecimal digits</c>; white space between digits and lines that begin with '#' do not count.
    /// </summary>
    public static IReadOnlyDictionary<string, byte[]> Fields(string name) => File.ReadLines(PathOf(name))
        .Where(line => !line.StartsWith('#') && line.Contains(':'))
        .Select(line => line.Split(':', 2))
        .ToDictionary(parts => parts[0].Trim(), parts => Convert.FromHexString(string.Concat(parts[1].Where(c => !char.IsWhiteSpace(c)))));

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var vectors = Path.Combine(folder.FullName, "tests", "vectors");
            if (Directory.Exists(vectors)) return vectors;
        }

        throw new DirectoryNotFoundException("tests/vectors is not above " + AppContext.BaseDirectory);
    }
}
