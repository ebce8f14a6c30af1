using System.Globalization;
using FaceAuth.Signaling.Errors;

namespace FaceAuth.Signaling.Api;

/// <summary>How every list that can grow is read: so many at a time, each page after the <c>next</c> of the one before.</summary>
/// <remarks>
/// <c>next</c> is a text that callers hand back as it is; there is none on the last page. What is added or erased between two pages takes
/// nothing from the others: a page begins behind an entry, and not after a number of them.
/// </remarks>
internal static class Paging
{
    /// <summary>Most entries of a page.</summary>
    public const int Most = 200;

    /// <summary>Entries of a page where nobody says how many.</summary>
    public const int Usual = 50;

    /// <summary>What <c>next</c> looks like where it is an id.</summary>
    public const string Pattern = "^[0-9a-f]{32}$";

    /// <summary>What is said of a page that cannot be.</summary>
    public static Refusal Bad => Refusals.BadRequest.With($"Set count to 1 to {Most}, and after to the next of the page before.");

    /// <summary>What is said of a span that ends before it begins.</summary>
    public static Refusal BadSpan => Refusals.BadRequest.With("Set to to a time after from, or leave one of them out.");

    /// <summary>What is said of a filter that is none: left unsaid, it would list more than was meant.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">What it takes, with spaces between.</param>
    public static Refusal BadFilter(string name, string values) =>
        Refusals.BadRequest.With($"Set {name} to {values.Replace(" ", ", ", StringComparison.Ordinal)}, or leave it out.");

    /// <summary>Whether that many may be asked for.</summary>
    public static bool IsCount(int count) => count is >= 1 and <= Most;

    /// <summary>Reads a page's bounds where entries go by an id.</summary>
    public static bool TryRead(string? after, int count, out Guid? last)
    {
        var isRead = Guid.TryParseExact(after, "N", out var id);
        last = isRead ? id : null;
        return IsCount(count) && (isRead || after is null);
    }

    /// <summary>Reads a page's bounds where entries go by a number.</summary>
    public static bool TryRead(string? after, int count, out long? last)
    {
        var isRead = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        last = isRead ? number : null;
        return IsCount(count) && (isRead || after is null);
    }

    /// <summary>The <c>next</c> of a page that ends with an entry; null on the last page.</summary>
    public static string? Next(Guid? last) => last?.ToString("N");

    /// <summary>As <see cref="Next(Guid?)"/>, of a number.</summary>
    public static string? Next(long? last) => last?.ToString(CultureInfo.InvariantCulture);

    /// <summary>The page out of one entry more than was asked for, and what it ends with where there is another page.</summary>
    public static (IReadOnlyList<T> Entries, T? Last) Cut<T>(IReadOnlyList<T> found, int count) where T : class =>
        found.Count > count ? ([.. found.Take(count)], found[count - 1]) : (found, null);

    /// <summary>Lists of a group refuse parameters that they do not know: a mistyped filter would list more than was meant.</summary>
    /// <param name="group">Whose lists.</param>
    /// <param name="isFile">Whether they come whole, as a file, and not by the page.</param>
    public static RouteGroupBuilder RefuseUnknownFilters(this RouteGroupBuilder group, bool isFile = false) =>
        group.AddEndpointFilterFactory((made, next) => FilterOf(made, next, isFile));

    static EndpointFilterDelegate FilterOf(EndpointFilterFactoryContext made, EndpointFilterDelegate next, bool isFile)
    {
        string[] known = [.. made.MethodInfo.GetParameters().Where(one => one.HasDefaultValue).Select(one => one.Name!)];
        if (!isFile && !known.Contains("after")) return next;   // no list that can grow
        var refusal = Refusals.BadRequest.With($"This list takes {string.Join(", ", known)}, and nothing else.");
        return call =>
        {
            var query = call.HttpContext.Request.Query;
            if (!query.Keys.All(key => known.Contains(key, StringComparer.OrdinalIgnoreCase)))
                return ValueTask.FromResult<object?>(Problems.Of(refusal));
            // an empty one would be taken for none, and list more than was meant
            if (query.Where(one => one.Value is not [{ Length: > 0 }]).Select(one => one.Key).FirstOrDefault() is not { } name)
                return next(call);
            name = known.First(one => one.Equals(name, StringComparison.OrdinalIgnoreCase));   // as it is written, and not as it was sent
            return ValueTask.FromResult<object?>(Problems.Of(
                Refusals.BadRequest.With($"The parameter {name} is empty, or comes twice: set it once, or leave it out.")));
        };
    }
}
