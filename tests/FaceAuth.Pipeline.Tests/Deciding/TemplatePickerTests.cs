using System.Numerics.Tensors;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Which pictures become templates.</summary>
public sealed class TemplatePickerTests
{
    readonly TemplatePicker _picker = new(new EnrolOptions(), 4);

    [Fact]
    public void Keeps_the_best_that_lie_apart()
    {
        for (var picture = 0; picture < 40; picture++) Add(picture * 50, picture / 40f);

        var chosen = _picker.Choose();

        Assert.True(_picker.IsReady);
        Assert.Equal(5, chosen.Count);
        Assert.Equal(chosen.OrderByDescending(pick => pick.Quality), chosen);
        Assert.True(chosen[^1].Quality > 0.4f);
    }

    [Fact]
    public void Is_not_ready_from_one_moment_however_many_pictures()
    {
        for (var picture = 0; picture < 40; picture++) Add(picture, 0.9f);

        Assert.False(_picker.IsReady);
        Assert.Single(_picker.Choose());
    }

    [Fact]
    public void Leaves_out_what_disagrees_with_the_best()
    {
        for (var picture = 0; picture < 8; picture++) Add(picture * 250, 0.9f, stranger: picture == 1);

        Assert.True(_picker.IsReady);
        Assert.All(_picker.Choose(), pick => Assert.Equal(1, pick.Embedding[0]));
    }

    [Fact]
    public void Gives_a_unit_vector_as_the_probe_and_copies_as_templates()
    {
        for (var picture = 0; picture < 8; picture++) Add(picture * 250, 0.9f);
        var before = _picker.Choose();

        for (var picture = 8; picture < 16; picture++) Add(picture * 250, 0.95f, stranger: true);

        Assert.Equal(1, before[0].Embedding[0]);
        Assert.Equal(1, TensorPrimitives.Norm(_picker.Probe()), 5);
    }

    void Add(int milliseconds, float quality, bool stranger = false) => _picker.Add(
        TimeSpan.FromMilliseconds(milliseconds), stranger ? [0, 1, 0, 0] : [1, 0, 0, 0], quality);
}
