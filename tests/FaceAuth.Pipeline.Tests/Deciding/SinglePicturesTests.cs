using System.Globalization;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>
/// What sessions are worth whose pictures come one by one, a few a second, and are known by their arrival alone.
/// </summary>
public sealed class SinglePicturesTests(ITestOutputHelper output)
{
    const int People = 300;

    [Theory]
    [InlineData(SessionPurpose.Enroll, 10, 30, true, 0.95, 1)]
    [InlineData(SessionPurpose.Enroll, 10, 30, false, 0.85, 1)]
    [InlineData(SessionPurpose.Verify, 8, 30, true, 0.93, 1)]
    [InlineData(SessionPurpose.Verify, 5, 0, true, 0.8, 1)]
    [InlineData(SessionPurpose.Verify, 5, 30, true, 0.8, 1)]
    [InlineData(SessionPurpose.Verify, 5, 30, false, 0.5, 1)]
    [InlineData(SessionPurpose.Verify, 5, 60, true, 0.6, 1)]
    [InlineData(SessionPurpose.Verify, 3, 10, true, 0, 0)]   // no blink can be seen
    [InlineData(SessionPurpose.Verify, 2, 0, true, 0, 0)]
    public void Honest_people_pass_where_a_blink_can_be_seen(
        SessionPurpose purpose, double rate, int jitter, bool isGuided, double least, double most)
    {
        List<double> took = [];
        for (var seed = 0; seed < People; seed++)
        {
            var random = new Random(seed);
            var late = Enumerable.Range(0, 2000).Select(_ => TimeSpan.FromMilliseconds(jitter * random.NextDouble() * 2)).ToArray();
            var session = new ScriptedSession(purpose, seed: seed) { Fps = rate, Delay = _ => TimeSpan.Zero, Late = i => late[i] };
            if (new ScriptedPerson(seed) { IsGuided = isGuided }.Attend(session).Decision is { Accepted: true } accepted)
                took.Add(accepted.Scores.Duration.TotalSeconds);
            else if (session.Stored is not null) took.Add(0);
        }

        took.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{purpose}, {rate}/s, ±{jitter} ms, guided {isGuided}: {took.Count} of {People} accepted, "
            + $"median {(took.Count > 0 ? took[took.Count / 2] : 0):F1} s"));
        Assert.InRange((double)took.Count / People, least, most);
    }
}
