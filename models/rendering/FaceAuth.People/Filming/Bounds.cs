using System.CommandLine;
using System.Globalization;

namespace FaceAuth.People.Filming;

/// <summary>Limits of the command line's numbers: what is out of them is refused in words before anything is rendered.</summary>
internal static class Bounds
{
    /// <summary>Refuses a value outside of the range, and says the range.</summary>
    public static Option<T> Within<T>(this Option<T> option, T least, T most)
        where T : struct, IComparable<T>, IParsable<T>
    {
        option.Validators.Add(result =>
        {
            // what is no number is refused by the parser
            if (result.Tokens is [var token] && T.TryParse(token.Value, CultureInfo.InvariantCulture, out var value)
                && (value.CompareTo(least) < 0 || value.CompareTo(most) > 0))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} takes {least} to {most}, not {value}."));
        });
        return option;
    }
}
