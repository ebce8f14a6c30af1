using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Life;
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

        var (found, answer) = await SearchOf(fixture).FindAsync(new DecisionAction.Search(Face(1), [Sign(1), Sign(alive)], 0.3f), default);

        Assert.Equal(subject, found[0].SubjectId);
        Assert.Equal(isAlive, answer);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(4, false)]
    public async Task One_strange_picture_of_five_is_forgiven_in_a_sign(int strange, bool isAlive)
    {
        await using var fixture = await PipelineFixture.StartAsync();
        await fixture.SubjectAsync(person: 1);
        var sign = new SignFaces([.. Enumerable.Range(0, 5).Select(at => Face(at < strange ? 2 : 1))]);

        var (_, answer) = await SearchOf(fixture).FindAsync(new DecisionAction.Search(Face(1), [sign], 0.3f), default);

        Assert.Equal(isAlive, answer);
    }

    [Fact]
    public async Task Nobody_found_is_nobody_alive()
    {
        await using var fixture = await PipelineFixture.StartAsync();

        var (found, answer) = await SearchOf(fixture).FindAsync(new DecisionAction.Search(Face(1), [Sign(1)], 0.3f), default);

        Assert.Empty(found);
        Assert.False(answer);
    }

    [Fact]
    public async Task A_face_that_many_are_alike_to_is_less_alike_to_its_subject_too()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        await fixture.SubjectAsync(person: 1);
        // every stranger is at a cosine of 1 to the face, 0.6 above what is usual
        float[] strangers = [.. Enumerable.Repeat(Face(1), FaceCohort.Nearest).SelectMany(face => face)];
        var cohort = new FaceCohort(strangers, FakeModelPack.Length, usual: 0.4f);

        var (found, isAlive) = await SearchOf(fixture, cohort).FindAsync(new DecisionAction.Search(Face(1), [Sign(1)], 0.5f), default);

        Assert.Equal(0.4f, found[0].Similarity, 1e-3f);
        Assert.False(isAlive);
    }

    static SubjectSearch SearchOf(PipelineFixture fixture, FaceCohort? cohort = null) =>
        new(fixture.Templates, fixture.Models.TemplateModel, cohort, PipelineFixture.Owner, group: null);

    static SignFaces Sign(int person) => new([Face(person)]);

    static float[] Face(int person)
    {
        var face = new float[FakeModelPack.Length];
        face[person] = 1;
        return face;
    }
}
