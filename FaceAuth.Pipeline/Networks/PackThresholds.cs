using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Packs;
using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline.Networks;

/// <inheritdoc cref="IThresholds"/>
internal sealed class PackThresholds(IOptions<ModelsOptions> models, IOptions<DecisionOptions> decision) : IThresholds
{
    const string Matching = "matching";

    /// <inheritdoc/>
    public string Pack => Open().Pack.Name;

    /// <inheritdoc/>
    public IReadOnlyList<ThresholdInForce> List()
    {
        var (manifest, pack, directory) = Open();
        var used = PackRole.Of(pack).ToDictionary(role => role, role => Used(manifest, pack.Members[role], directory));
        var match = decision.Value.Match;
        var embedder = used[PackRole.Embedder];
        return
        [
            new(Matching, "verify", match.VerifyAt ?? ModelPack.VerifyAtOf(embedder), match.VerifyAt is null
                ? $"The recogniser's \"accept\", {embedder.Id}." : "The setting Decision:Match:VerifyAt.", null),
            new(Matching, "identify", match.IdentifyAt ?? ModelPack.IdentifyAtOf(embedder), match.IdentifyAt is null
                ? "The recogniser's \"accept\", raised for comparing with many." : "The setting Decision:Match:IdentifyAt.", null),
            .. used.Values.DistinctBy(model => model.Id).SelectMany(model => model.Thresholds.Select(
                one => new ThresholdInForce(model.Id, one.Name, one.Value, one.From, one.WorstGroup))),
        ];
    }

    // as they are chosen where models are loaded, but for half precision, which has the same thresholds
    static ModelEntry Used(ModelManifest manifest, IReadOnlyList<string> ids, ModelDirectory directory) =>
        ids.Select(manifest.Model).FirstOrDefault(model => directory.Find(model) is not null) ?? manifest.Model(ids[0]);

    (ModelManifest Manifest, PackEntry Pack, ModelDirectory Directory) Open()
    {
        var manifest = ModelManifest.Read(models.Value.Manifest ?? ModelManifest.DefaultPath);
        var directory = ModelDirectory.From(models.Value);
        return (manifest, PackChoice.Of(models.Value, manifest, directory).Pack, directory);
    }
}
