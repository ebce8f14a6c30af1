using System.Text;
using System.Text.Json.Nodes;
using FaceAuth.Pipeline.Packs;

namespace FaceAuth.Pipeline.Tests.Packs;

public sealed class ModelManifestTests
{
    [Fact]
    public void The_shipped_manifest_lies_beside_the_program_and_is_sound()
    {
        var manifest = ModelManifest.Read(ModelManifest.DefaultPath);

        Assert.Equal(["permissive", "insightface", "buffalo_s", "buffalo_l", "starter"], manifest.Packs.Select(pack => pack.Name));
        Assert.False(manifest.Pack("permissive").NonCommercial);
        Assert.True(manifest.Pack("insightface").NonCommercial);
    }

    [Fact]
    public void A_pack_is_non_commercial_when_and_only_when_a_member_is()
    {
        var manifest = ModelManifest.Read(ModelManifest.DefaultPath);

        Assert.All(manifest.Packs, pack => Assert.Equal(
            pack.NonCommercial, pack.Members.Values.SelectMany(ids => ids).Any(id => manifest.Model(id).Licence.NonCommercial)));
    }

    [Fact]
    public void Every_download_address_is_pinned_to_a_commit()
    {
        var manifest = ModelManifest.Read(ModelManifest.DefaultPath);

        Assert.All(
            manifest.Models.Where(model => model.Source.Url is not null), model => Assert.Contains(model.Source.Commit, model.Source.Url));
    }

    [Fact]
    public void Templates_of_a_network_trained_anew_under_its_id_are_kept_apart_from_older_ones()
    {
        var own = ModelManifest.Read(ModelManifest.DefaultPath).Model("starter_embedder_1");
        var trainedAnew = own with { Sha256 = new string('0', 64) };

        Assert.Equal(own.Id, trainedAnew.Id);
        Assert.NotEqual(own.TemplateModel, trainedAnew.TemplateModel);
    }

    [Fact]
    public void Templates_of_pinned_networks_are_kept_under_their_ids_and_all_fit_the_store()
    {
        var embedders = ModelManifest.Read(ModelManifest.DefaultPath).Models.Where(model => model.Task == "embedder").ToList();

        Assert.All(embedders, model => Assert.InRange(model.TemplateModel.Length, 1, 64));
        Assert.All(embedders.Where(model => model.Source.Url is not null), model => Assert.Equal(model.Id, model.TemplateModel));
    }

    [Fact]
    public void Every_threshold_says_where_it_comes_from()
    {
        var manifest = ModelManifest.Read(ModelManifest.DefaultPath);

        Assert.All(manifest.Models.SelectMany(model => model.Thresholds), threshold => Assert.NotEmpty(threshold.From));
    }

    [Fact]
    public void A_missing_manifest_says_which_option_to_set()
    {
        var fault = Assert.Throws<ModelException>(() => ModelManifest.Read("/nowhere/manifest.json"));

        Assert.Contains("Models:Manifest", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"packs\": []}")]
    [InlineData("{\"packs\": [], \"models\": [{\"id\": \"a\"}]}")]
    [InlineData("{\"packs\": [null], \"models\": ")]
    public void What_is_no_manifest_is_refused_by_name(string json)
    {
        var fault = Assert.Throws<ModelException>(() => ModelManifest.Parse(Encoding.UTF8.GetBytes(json), "somewhere.json"));

        Assert.Contains("somewhere.json", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sha256", "\"ABC\"", "SHA-256")]
    [InlineData("file", "\"../x.onnx\"", "folder")]
    [InlineData("file", "\"..\"", "folder")]
    [InlineData("archives", "[\"../x.zip\"]", "folder")]
    [InlineData("inputs", "[]", "one input")]
    [InlineData("outputs", "[{\"name\":\"a\",\"type\":\"int8\",\"shape\":[1]}]", "tensor type")]
    public void A_faulty_entry_is_named(string property, string value, string expected)
    {
        var manifest = Shipped();
        manifest["models"]![0]![property] = JsonNode.Parse(value);

        var fault = Assert.Throws<ModelException>(() => Parse(manifest));

        Assert.Contains("yunet_n_dynamic", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("colour", "\"CMYK\"", "colour")]
    [InlineData("layout", "\"NWCH\"", "layout")]
    [InlineData("deviation", "[1, 0, 1]", "deviations")]
    [InlineData("width", "0", "8 × 8")]
    [InlineData("cropScale", "[1]", "crop scales")]
    public void A_faulty_preprocessing_is_named(string property, string value, string expected)
    {
        var manifest = Shipped();
        manifest["models"]![0]!["preprocessing"]![property] = JsonNode.Parse(value);

        var fault = Assert.Throws<ModelException>(() => Parse(manifest));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_without_a_role_or_with_an_unknown_model_is_named()
    {
        var (without, unknown) = (Shipped(), Shipped());
        without["packs"]![0]!["members"]!.AsObject().Remove("mask");
        unknown["packs"]![0]!["members"]!["mask"] = new JsonArray("nobody");

        Assert.Contains("names no mask", Assert.Throws<ModelException>(() => Parse(without)).Message, StringComparison.Ordinal);
        Assert.Contains("nobody", Assert.Throws<ModelException>(() => Parse(unknown)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_pack_names_those_there_are()
    {
        var manifest = ModelManifest.Read(ModelManifest.DefaultPath);

        var fault = Assert.Throws<ModelException>(() => manifest.Pack("best"));

        Assert.Contains("permissive or insightface or buffalo_s or buffalo_l", fault.Message, StringComparison.Ordinal);
    }

    static JsonNode Shipped() => JsonNode.Parse(File.ReadAllText(ModelManifest.DefaultPath))!;

    static ModelManifest Parse(JsonNode manifest) => ModelManifest.Parse(Encoding.UTF8.GetBytes(manifest.ToJsonString()), "test");
}
