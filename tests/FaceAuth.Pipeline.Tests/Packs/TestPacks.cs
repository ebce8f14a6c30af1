using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Packs;

/// <summary>The real packs, loaded once for all tests; a test that finds no models is skipped, in CI failed.</summary>
internal static class TestPacks
{
    static readonly Lazy<ModelPack> PermissivePack = new(() => Load("permissive"));
    static readonly Lazy<ModelPack> InsightFacePack = new(() => Load("insightface"));

    /// <summary>Threads of the models as in production: one a run.</summary>
    public static InferenceOptions Inference { get; } = new() { Provider = InferenceProvider.Cpu };

    public static ModelsOptions Options(string pack) => new() { Pack = pack, Directory = SharedFiles.RequireModels() };

    public static ModelPack Of(string name)
    {
        SharedFiles.RequireModels();
        return name == "permissive" ? PermissivePack.Value : InsightFacePack.Value;
    }

    public static FaceModels Worker(string name = "permissive") => Of(name).ForWorker();

    static ModelPack Load(string name) => ModelPack.Load(Options(name), Inference);
}
