namespace FaceAuth.Pipeline.Contracts;

/// <summary>The liveness policies by name. What each demands: section "Decision" of the configuration.</summary>
public static class PolicyNames
{
    /// <summary>A blink of the person's own accord.</summary>
    public const string Passive = "passive";

    /// <summary>Random challenges, one of which may be missed.</summary>
    public const string Standard = "standard";

    /// <summary>More challenges, none of which may be missed; a closer match, longer evidence of a live face.</summary>
    public const string Strict = "strict";

    /// <summary>What a setting that takes one says where it is none of them.</summary>
    public const string Allowed = "The {0} field must be passive, standard or strict.";

    /// <summary>All of them, the mildest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Passive, Standard, Strict];

    /// <summary>Where a policy stands among all, 0 for the mildest; -1 for none of them.</summary>
    public static int RankOf(string policy)
    {
        for (var rank = 0; rank < All.Count; rank++)
            if (All[rank] == policy) return rank;
        return -1;
    }
}
