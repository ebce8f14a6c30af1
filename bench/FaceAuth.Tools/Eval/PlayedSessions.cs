using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using FaceAuth.Accuracy;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Tools.Eval;

/// <summary>What verbs that play sessions ask of their options.</summary>
internal static class PlayedSessions
{
    /// <summary>Refuses trials that end before attack detection may say "live": every person would count as refused.</summary>
    /// <exception cref="EvalException">They are too short.</exception>
    public static void RefuseTooShort(DecisionOptions decision, string policy, double? length, double rate)
    {
        var over = decision.Policy(policy)!.Live(decision.Live).Over.TotalSeconds;
        if (length is not { } seconds || seconds - 1 / rate >= over) return;
        throw new EvalException(string.Create(CultureInfo.InvariantCulture,
            $"--seconds {seconds:0.##} is too short to measure anything: attack detection takes {over:0.##} s of scored pictures "
            + $"to say \"live\". Take --seconds {Math.Max(10, 2 * over):0}, leave it out, or take --pictures-only."));
    }

    /// <summary>Refuses a policy that there is none of.</summary>
    /// <exception cref="EvalException">There is none.</exception>
    public static void RefuseUnknown(DecisionOptions decision, string policy)
    {
        if (decision.Policy(policy) is null) throw new EvalException($"There is no policy \"{policy}\".");
    }

    /// <summary>The pattern that finds whose a session is; null for none.</summary>
    /// <exception cref="EvalException">It is no pattern.</exception>
    public static Regex? Subject(string? pattern)
    {
        try
        {
            return pattern is null ? null : new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException e)
        {
            throw new EvalException($"--subject is no regular expression: {e.Message}", e);
        }
    }

    /// <summary>Takes numbers above 0 alone.</summary>
    public static void Positive(Option<double?> option) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1
            && !(double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0))
            result.AddError($"{option.Name} takes a number above 0.");
    });
}
