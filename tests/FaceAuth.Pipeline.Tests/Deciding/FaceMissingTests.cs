using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>What is refused for want of one face, or for more than one.</summary>
public sealed class FaceMissingTests
{
    static readonly ScriptedFace Subject = new();

    [Fact]
    public void Refuses_two_faces()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Faces = 2, Eyes = ScriptedFace.BlinkAt(2) }, 20);

        session.AssertRefused(ReasonCode.OneFaceOnly);
        Assert.Equal([GuidanceCode.OneFaceOnly], session.Guidance);
    }

    [Fact]
    public void Forgives_one_search_that_sees_a_second_face()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 1);
        session.Picture(Subject with { Faces = 2 }, 0);
        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(0.5) }, 3);

        Assert.True(session.Decision!.Accepted);
    }

    [Fact]
    public void Refuses_an_empty_picture_when_no_face_came_in_time()
    {
        var session = new ScriptedSession();

        session.Show(ScriptedFace.None, 7.9);
        Assert.Null(session.Decision);
        session.Show(ScriptedFace.None, 1);

        session.AssertRefused(ReasonCode.NoFace);
        Assert.Equal([GuidanceCode.NoFace], session.Guidance);
        Assert.Null(session.Decision!.Scores.LiveScore);
        Assert.Null(session.Decision.Scores.Similarity);
    }

    [Fact]
    public void Takes_a_pet_for_no_face()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Presence = 0.05f }, 10);

        session.AssertRefused(ReasonCode.NoFace);
    }
}
