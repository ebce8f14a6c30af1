using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Packs;

/// <summary>
/// The project's own small models: they come with the program, load as any others do, and are taken only where nothing better was asked
/// for.
/// </summary>
public sealed class StarterPackTests : IDisposable
{
    const long MostBytes = 6_000_000;

    internal static readonly string Starter = Path.Combine(AppContext.BaseDirectory, "models", "starter");

    readonly string _empty = Directory.CreateTempSubdirectory("faceauth-starter-").FullName;
    readonly ModelManifest _manifest = ModelManifest.Read(ModelManifest.DefaultPath);

    public void Dispose() => Directory.Delete(_empty, recursive: true);

    [Fact]
    public void It_loads_from_beside_the_program_and_fills_every_role()
    {
        using var pack = ModelPack.Load(new ModelsOptions { Pack = ModelsOptions.StarterPack, Directory = _empty }, new InferenceOptions());

        Assert.Equal(PackRole.All.Count, pack.NetworkIds.Count);
        Assert.All(pack.NetworkIds, id => Assert.StartsWith("starter_", id, StringComparison.Ordinal));
        Assert.StartsWith("starter_", pack.Fusion.Id, StringComparison.Ordinal);
        Assert.Null(pack.Notice);   // it was asked for
    }

    [Fact]
    public void Its_files_are_small_all_named_and_the_projects_own()
    {
        var models = _manifest.Pack(ModelsOptions.StarterPack).Members.Values.SelectMany(ids => ids).Select(_manifest.Model).ToList();
        var files = Directory.GetFiles(Starter);

        Assert.InRange(files.Sum(file => new FileInfo(file).Length), 1, MostBytes);
        Assert.Equal(
            models.Select(model => model.File).Distinct().Order(StringComparer.Ordinal),
            files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(models, model => Assert.Equal("Apache-2.0", model.Licence.Name));
        Assert.DoesNotContain(
            _manifest.Packs.Where(pack => pack.Name != ModelsOptions.StarterPack),
            pack => pack.Members.Values.SelectMany(ids => ids).Any(id => id.StartsWith("starter_", StringComparison.Ordinal)));
    }

    [Fact]
    public void Where_no_pack_is_named_and_no_permissive_file_is_there_it_is_taken_and_said()
    {
        var choice = PackChoice.Of(new ModelsOptions(), _manifest, new ModelDirectory([_empty, Starter]));

        Assert.Equal(ModelsOptions.StarterPack, choice.Pack.Name);
        Assert.Contains("faceauth models pull", choice.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_that_is_named_is_never_replaced()
    {
        var options = new ModelsOptions { Pack = ModelsOptions.PreferredPack, Directory = _empty };

        var choice = PackChoice.Of(options, _manifest, new ModelDirectory([_empty, Starter]));

        Assert.Equal((ModelsOptions.PreferredPack, null), (choice.Pack.Name, choice.Notice));
        var fault = Assert.Throws<ModelException>(
            () => ModelPack.Load(_manifest, choice.Pack, new ModelDirectory([_empty, Starter]), new InferenceOptions()));
        Assert.Contains("yunet_n_dynamic.onnx", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_permissive_pack_with_a_file_missing_is_a_fault_to_mend_and_not_replaced()
    {
        File.WriteAllBytes(Path.Combine(_empty, "mobilefacenet_128d.onnx"), [1]);

        var choice = PackChoice.Of(new ModelsOptions(), _manifest, new ModelDirectory([_empty, Starter]));

        Assert.Equal((ModelsOptions.PreferredPack, null), (choice.Pack.Name, choice.Notice));
    }

    [Fact]
    public void Without_the_starter_files_the_permissive_pack_is_the_one_that_is_missed()
    {
        var choice = PackChoice.Of(new ModelsOptions(), _manifest, new ModelDirectory([_empty]));

        Assert.Equal((ModelsOptions.PreferredPack, null), (choice.Pack.Name, choice.Notice));
    }

    [Fact]
    public void The_permissive_pack_is_taken_where_it_is()
    {
        var choice = PackChoice.Of(new ModelsOptions(), _manifest, new ModelDirectory([SharedFiles.RequireModels(), Starter]));

        Assert.Equal((ModelsOptions.PreferredPack, null), (choice.Pack.Name, choice.Notice));
    }
}
