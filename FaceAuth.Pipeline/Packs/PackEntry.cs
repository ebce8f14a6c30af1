namespace FaceAuth.Pipeline.Packs;

/// <summary>A set of models that work together.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Licence">Its licences in one sentence.</param>
/// <param name="NonCommercial">True when a member forbids commercial use.</param>
/// <param name="Members">
/// For each role the ids of the models that can fill it, the preferred first; the first that is found is used.
/// </param>
internal sealed record PackEntry(
    string Name, string Description, string Licence, bool NonCommercial, IReadOnlyDictionary<string, IReadOnlyList<string>> Members)
{
    /// <summary>
    /// The pack's own attack fusion, where its anti-spoof scores mean other things than the common one was fitted to; else null.
    /// </summary>
    public OwnModelEntry? PadFusion { get; init; }
}
