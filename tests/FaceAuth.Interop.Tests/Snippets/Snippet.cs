using System.Net;
using System.Text.RegularExpressions;
using FaceAuth.Interop.Tests.Running;

namespace FaceAuth.Interop.Tests.Snippets;

/// <summary>What integrate.html prints, as it prints it.</summary>
static partial class Snippet
{
    /// <summary>What the page says stands for the server's address.</summary>
    const string Placeholder = "https://face.example.org";

    /// <summary>What the page says holds the key.</summary>
    public const string KeyVariable = "FACEAUTH_KEY";

    static readonly Dictionary<string, string> Printed = Code()
        .Matches(File.ReadAllText(Path.Combine(Repository.Root, "FaceAuth.Signaling", "wwwroot", "integrate.html")))
        .ToDictionary(one => one.Groups[1].Value, one => WebUtility.HtmlDecode(one.Groups[2].Value));

    /// <summary>Which there are.</summary>
    public static IEnumerable<string> Names => Printed.Keys;

    /// <summary>One as it is printed.</summary>
    public static string Of(string name) => Printed[name];

    /// <summary>One with the server's address in place of the one that stands for it, and nothing else changed.</summary>
    public static string For(string name, ServerProcess server) =>
        Of(name).Replace(Placeholder, server.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);

    [GeneratedRegex("<code id=\"([a-z]+)\">(?=[^<]*\n)([^<]*)</code>")]
    private static partial Regex Code();
}
