using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Runs;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>Who is found must have given the signs of life: in the real store.</summary>
public sealed class SubjectSearchTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task Says_whether_the_signs_of_life_are_those_of_who_is_found(int alive, bool isAlive)
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var subject = await fixture.SubjectAsync(person: 1);

        var (found, answer) = await SearchOf(fixture).FindAsync(new DecisionAction.Search(Face(1), [Face(1), Face(alive)], 0.3f), default);

        Assert.Equal(subject, found[0].SubjectId);
        Assert.Equal(isAlive, answer);
    }

    [Fact]
    public async Task Nobody_found_is_nobody_alive()
    {
        await using var fixture = await PipelineFixture.StartAsync();

        var (found, answer) = await SearchOf(fixture).FindAsync(new DecisionAction.Search(Face(1), [Face(1)], 0.3f), default);

        Assert.Empty(found);
        Assert.False(answer);
    }

    static SubjectSearch SearchOf(PipelineFixture fixture) =>
        new(fixture.Templates, fixture.Models.TemplateModel, PipelineFixture.Owner, group: null);

    static float[] Face(int person)
    {
        var face = new float[FakeModelPack.Length];
        face[person] = 1;
        return face;
    }
}
