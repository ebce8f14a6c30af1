namespace FaceAuth.Accuracy.Verify;

/// <summary>What comparisons are told apart by.</summary>
/// <param name="Of">Group of each picture; null where it has none. Empty without labels.</param>
/// <param name="LeftOut">Pairs of pictures that are not compared, the smaller index first: whose they are is not known.</param>
/// <param name="AlikeFrom">Similarity from which a pair of two people is listed.</param>
internal sealed record VerifyGroups(IReadOnlyList<string?> Of, IReadOnlySet<(int, int)> LeftOut, double AlikeFrom);
