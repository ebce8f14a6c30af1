namespace FaceAuth.Signaling.Admin.Access;

/// <summary>Where one signs in, and where one goes from there.</summary>
internal static class ConsolePlaces
{
    public const string SignIn = "admin/sign-in";
    const string Home = "admin/";

    /// <summary>The sign-in page, which leads back to what was asked for.</summary>
    /// <remarks>As of the page that was asked for, so that it holds below whatever path a proxy serves it, told or not.</remarks>
    public static string SignInFor(HttpRequest request)
    {
        var path = request.Path.Value ?? "/";
        var depth = path.Count(letter => letter == '/');
        var way = depth < 2 ? SignIn : string.Concat(Enumerable.Repeat("../", depth - 2)) + "sign-in";
        return $"{way}?to={Uri.EscapeDataString($"{path.TrimStart('/')}{request.QueryString}")}";
    }

    /// <summary>As of a request, below the base of the page.</summary>
    public static string SignInFor(string from) => $"{SignIn}?to={Uri.EscapeDataString(from)}";

    /// <summary>A page of the console, whatever was sent: no link leads elsewhere by this.</summary>
    public static string Safe(string? to) =>
        to is not null
        && (to == "admin" || to.StartsWith(Home, StringComparison.Ordinal) || to.StartsWith("admin?", StringComparison.Ordinal))
        && !to.StartsWith(SignIn, StringComparison.Ordinal) && !LeadsOut(to.Split('?', '#')[0])
        && !to.Any(letter => char.IsControl(letter) || letter == '\\') ? to : Home;

    /// <summary>Whether a path has a step up, written out or escaped, however often: what a browser or a proxy reads is the same.</summary>
    static bool LeadsOut(string path)
    {
        for (var (read, times) = (path, 0); ; path = read, times++)
        {
            if (times == 3) return true;   // nobody writes a page so

            if (path.Contains("..", StringComparison.Ordinal) || path.Contains("//", StringComparison.Ordinal) || path.Contains('\\'))
                return true;
            read = Uri.UnescapeDataString(path);
            if (read == path) return false;
        }
    }
}
