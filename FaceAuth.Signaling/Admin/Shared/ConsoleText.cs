using System.Globalization;

namespace FaceAuth.Signaling.Admin.Shared;

/// <summary>Times, ids and numbers as the console writes them.</summary>
internal static class ConsoleText
{
    /// <summary>The moment, UTC.</summary>
    public static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>As <see cref="At(DateTimeOffset)"/>; a dash for none.</summary>
    public static string At(DateTimeOffset? at) => at is { } some ? At(some) : "–";

    /// <summary>As <see cref="At(DateTimeOffset)"/>, where nothing else says that it is UTC; a dash alone for none.</summary>
    public static string AtUtc(DateTimeOffset? at) => at is { } some ? $"{At(some)} UTC" : "–";

    /// <summary>How long, with the unit that it is told in.</summary>
    public static string Long(TimeSpan? time) => time switch
    {
        null => "–",
        { TotalSeconds: < 1 } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 120 } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalSeconds:0.0} s"),
        { } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalMinutes:0} min"),
    };

    /// <summary>The end of an id, by which people tell two apart: their beginnings are times.</summary>
    public static string Short(Guid id) => "…" + id.ToString()[^12..];

    public static string Number(double? value, string format = "0.00") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";

    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202f');

    /// <summary>A day that a form gave; null for none, or for what is none.</summary>
    public static DateTimeOffset? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new(day, TimeOnly.MinValue, TimeSpan.Zero) : null;

    /// <summary>The end of a day that a form gave, which is among what is meant; null as for <see cref="Day"/>, and for the last there is.</summary>
    public static DateTimeOffset? DayAfter(string? text) => Day(text) is { Year: < 9999 } day ? day.AddDays(1) : null;

    /// <summary>Whether a form gave a day, or nothing.</summary>
    public static bool IsDay(string? text) => Said(text) is not { } said || Day(said) is not null;

    /// <summary>A field of a form as it was meant: nothing is none.</summary>
    /// <remarks>No database keeps a NUL, and none finds what has the sign for it.</remarks>
    public static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Replace('\0', '\uFFFD');
}
