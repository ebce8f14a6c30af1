using FaceAuth.Accuracy.Playing;
using FaceAuth.People.Filming;
using FaceAuth.People.Measuring;
using FaceAuth.People.Scenes;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.People.Tests.Flows;

/// <summary>
/// One enrolment per policy whose challenges a rendered person answers, and what the models saw of it. Each is played once.
/// </summary>
public sealed class AnsweredSessions : IAsyncLifetime
{
    /// <summary>What the challenges are drawn from, so that the same are asked each time.</summary>
    public const int Seed = 16;

    readonly Dictionary<(string, bool), (SessionOutcome Outcome, SessionRecording Recording)> _played = [];
    SessionPlayer? _player;

    /// <summary>Plays them; without models the test that asks ends here, as <see cref="SharedFiles"/> decides.</summary>
    internal SessionPlayer Player
    {
        get
        {
            SharedFiles.RequireModels();
            return _player!;
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (SharedFiles.ModelsFolder is not null) _player = await Witnesses.PlayerAsync();
    }

    /// <summary>The session under a policy, of a client that can show a mark to follow, or cannot; the player stays so.</summary>
    internal async Task<(SessionOutcome Outcome, SessionRecording Recording)> OfAsync(string policy, bool canPursue)
    {
        Player.CanPursue = canPursue;
        if (_played.TryGetValue((policy, canPursue), out var played)) return played;
        using var camera = new SceneCamera();
        var scene = (LiveScene)Casting.Clip("live", 1, 1, 60);
        var recording = new SessionRecording();
        Player.FixChallenges(Seed);
        var outcome = await new Attendance(Player, camera).PlayAsync(
            SessionPurpose.Enroll, await Player.NewSubjectAsync(), policy, scene, new RespondingPerson(scene.Actors[0].Behaviour, 1),
            recording);
        return _played[(policy, canPursue)] = (outcome, recording);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_player is not null) await _player.DisposeAsync();
    }
}
