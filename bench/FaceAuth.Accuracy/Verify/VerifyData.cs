using FaceAuth.Accuracy.Data;

namespace FaceAuth.Accuracy.Verify;

/// <summary>What is compared with what.</summary>
/// <param name="Pictures">Each once.</param>
/// <param name="People">A number for each picture's person; empty when <paramref name="Pairs"/> says what is whose.</param>
/// <param name="Pairs">The comparisons; null for all against all.</param>
/// <param name="Said">What it is, in a few words without a path.</param>
internal sealed record VerifyData(
    IReadOnlyList<PictureItem> Pictures, IReadOnlyList<int> People, IReadOnlyList<VerifyPair>? Pairs, string Said)
{
    /// <summary>How a person's pictures make sessions; null for no sessions.</summary>
    public SessionSize? Sessions { get; init; }
}
