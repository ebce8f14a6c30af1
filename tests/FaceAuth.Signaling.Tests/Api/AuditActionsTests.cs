using System.Text.RegularExpressions;
using FaceAuth.Signaling.Api;
using FaceAuth.Signaling.Tests.OpenApi;

namespace FaceAuth.Signaling.Tests.Api;

/// <summary>What the audit can be asked for is what is written to it.</summary>
public sealed class AuditActionsTests
{
    /// <summary>Written in the same way, and no action.</summary>
    static readonly string[] Others =
        ["audit.chains", "consent.version", "session.finished", "session.reviewed", "subject.renewal_required",
            "session.inter_op.allow_spinning"];

    [Fact]
    public void Every_action_in_the_source_is_known()
    {
        var words = new[] { "FaceAuth.Store", "FaceAuth.Signaling" }
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Checkout.Root, project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)
                && !file.EndsWith("/AuditActions.cs", StringComparison.Ordinal))
            .SelectMany(file => Regex.Matches(File.ReadAllText(file),
                "\"((attempts|audit|consent|group|job|keys?|session|store|subject|template|user|webhook)\\.[a-z_]+)\""))
            .Select(match => match.Groups[1].Value).Distinct().Except(Others).ToList();

        Assert.InRange(words.Count, 50, 200);
        Assert.All(words, word => Assert.True(AuditActions.IsOne(word), word));
    }

    [Theory]
    [InlineData("session.cancelled", true)]    // by the code of what ended it
    [InlineData("session.nothing", false)]
    [InlineData("Session.accepted", false)]
    public void How_sessions_end_is_known_too(string action, bool isKnown) => Assert.Equal(isKnown, AuditActions.IsOne(action));
}
