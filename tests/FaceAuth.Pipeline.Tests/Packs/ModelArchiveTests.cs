using System.IO.Compression;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Packs;

/// <summary>Zips as InsightFace publishes them, made here of the models at hand.</summary>
public sealed class ModelArchiveTests : IDisposable
{
    const string Detector = "det_500m", Embedder = "w600k_mbf_dequant";

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-zips-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("buffalo_s/")]
    [InlineData("../../buffalo_s/")]
    public void A_zip_is_used_as_it_is_whatever_folder_its_members_lie_in(string inner)
    {
        var manifest = Manifest();
        Zip((inner + "1k3d68.onnx", [1, 2, 3]), (inner + "genderage.onnx", []), ("__MACOSX/._det_500m.onnx", [1]),
            (inner + File(manifest, Detector), Bytes(manifest, Detector)), (inner + File(manifest, Embedder), Bytes(manifest, Embedder)));

        using var pack = Load(manifest);

        Assert.Equal(Embedder, pack.Embedder.Id);
        Assert.Equal(Detector, pack[PackRole.Detector].Model.Id);
        Assert.Equal(["buffalo_s.zip"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_member_of_another_checksum_is_refused()
    {
        var manifest = Manifest();
        var changed = Bytes(manifest, Detector);
        changed[1000] ^= 1;
        Zip((File(manifest, Detector), changed), (File(manifest, Embedder), Bytes(manifest, Embedder)));

        var fault = Assert.Throws<ModelException>(() => Load(manifest));

        Assert.Contains("buffalo_s.zip", fault.Message, StringComparison.Ordinal);
        Assert.Contains(manifest.Model(Detector).Sha256, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_of_another_size_is_none_and_the_zip_is_named()
    {
        var manifest = Manifest();
        Zip((File(manifest, Detector), [1, 2, 3]), (File(manifest, Embedder), Bytes(manifest, Embedder)));

        var fault = Assert.Throws<ModelException>(() => Load(manifest));

        Assert.Contains("buffalo_s.zip", fault.Message, StringComparison.Ordinal);
        Assert.Contains("is in none of", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_says_it_is_smaller_than_it_is_yields_no_more_than_that()
    {
        var manifest = Manifest();
        var entry = manifest.Model(Detector);
        Zip((entry.File, new byte[entry.Bytes]));

        // a bomb: 2.5 MB of zeroes in a few kB, read no further than the manifest's size, then refused by its checksum
        Assert.Equal(entry.Bytes, ModelArchive.Read(Path.Combine(_folder, "buffalo_s.zip"), entry).Length);
        Assert.Throws<ModelException>(() => Load(manifest));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(3_000_000)]
    public void A_damaged_zip_is_named(int kept)
    {
        var manifest = Manifest();
        Zip((File(manifest, Detector), Bytes(manifest, Detector)), (File(manifest, Embedder), Bytes(manifest, Embedder)));
        using (var file = System.IO.File.OpenWrite(Path.Combine(_folder, "buffalo_s.zip"))) file.SetLength(kept);

        var fault = Assert.Throws<ModelException>(() => Load(manifest));

        Assert.Contains("buffalo_s.zip", fault.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_comes_before_the_zip()
    {
        var manifest = Manifest();
        Zip((File(manifest, Detector), Bytes(manifest, Detector)));
        System.IO.File.WriteAllBytes(Path.Combine(_folder, File(manifest, Detector)), Bytes(manifest, Detector));

        Assert.Equal(Path.Combine(_folder, File(manifest, Detector)), new ModelDirectory([_folder]).Find(manifest.Model(Detector)));
    }

    [Fact]
    public void The_published_packs_name_the_zips_that_they_come_in()
    {
        var manifest = ModelManifest.Read(ModelManifest.DefaultPath);

        Assert.All((string[])["det_500m", "w600k_mbf"], id => Assert.Contains("buffalo_s.zip", manifest.Model(id).Archives));
        Assert.All((string[])["det_10g", "w600k_r50"], id => Assert.Contains("buffalo_l.zip", manifest.Model(id).Archives));
        Assert.True(manifest.Pack("buffalo_s").NonCommercial && manifest.Pack("buffalo_l").NonCommercial);
    }

    /// <summary>The shipped manifest, where the recogniser at hand stands for the zip's own.</summary>
    static ModelManifest Manifest()
    {
        var shipped = ModelManifest.Read(ModelManifest.DefaultPath);
        return shipped with
        {
            Models = [.. shipped.Models.Select(model => model.Id == Embedder ? model with { Archives = ["buffalo_s.zip"] } : model)],
        };
    }

    static string File(ModelManifest manifest, string id) => manifest.Model(id).File;

    static byte[] Bytes(ModelManifest manifest, string id) => System.IO.File.ReadAllBytes(SharedFiles.Model(File(manifest, id)));

    ModelPack Load(ModelManifest manifest)
    {
        // the models that every pack shares come from their own folder, without the two of the zip
        var shared = Path.Combine(_folder, "..", Path.GetFileName(_folder) + "-shared");
        Directory.CreateDirectory(shared);
        try
        {
            var others = manifest.Pack("insightface").Members.Where(member => member.Key is not (PackRole.Detector or PackRole.Embedder));
            foreach (var id in others.Select(member => member.Value[0]))
                System.IO.File.CreateSymbolicLink(Path.Combine(shared, File(manifest, id)), SharedFiles.Model(File(manifest, id)));
            return ModelPack.Load(manifest, manifest.Pack("insightface"), new ModelDirectory([_folder, shared]), TestPacks.Inference);
        }
        finally
        {
            Directory.Delete(shared, recursive: true);
        }
    }

    void Zip(params (string Name, byte[] Bytes)[] members)
    {
        using var zip = ZipFile.Open(Path.Combine(_folder, "buffalo_s.zip"), ZipArchiveMode.Create);
        foreach (var (name, bytes) in members)
        {
            using var stream = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
            stream.Write(bytes);
        }
    }
}
