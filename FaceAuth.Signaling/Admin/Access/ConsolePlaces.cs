using FaceAuth.Signaling.Api;

namespace FaceAuth.Signaling.Admin.Access;

/// <summary>Where one signs in, and where one goes from there.</summary>
internal static class ConsolePlaces
{
    public const string SignIn = "admin/sign-in";
    const string Home = "admin/";

    /// <summary>The sign-in page, which leads back to what was asked for.</summary>
    public static string SignInFor(HttpRequest request) =>
        request.PlaceOf($"/{SignIn}?to={Uri.EscapeDataString($"{request.Path.Value?.TrimStart('/')}{request.QueryString}")}");

    /// <summary>As of a request, below the base of the page.</summary>
    public static string SignInFor(string from) => $"{SignIn}?to={Uri.EscapeDataString(from)}";

    /// <summary>A page of the console, whatever was sent: no link leads elsewhere by this.</summary>
    public static string Safe(string? to) =>
        to is not null
        && (to == "admin" || to.StartsWith(Home, StringComparison.Ordinal) || to.StartsWith("admin?", StringComparison.Ordinal))
        && !to.StartsWith(SignIn, StringComparison.Ordinal) && !to.Contains("..", StringComparison.Ordinal)
        && !to.Any(letter => char.IsControl(letter) || letter == '\\') ? to : Home;
}
