using FaceAuth.Media.Dtls;

namespace FaceAuth.Media.Tests.Dtls;

public sealed class DtlsOptionsTests
{
    readonly DtlsOptionsValidator _validator = new();

    [Fact]
    public void The_defaults_are_valid() => Assert.True(_validator.Validate(null, new()).Succeeded);

    [Fact]
    public void All_faults_are_told_together()
    {
        var result = _validator.Validate(null, new()
        {
            HandshakeThreads = -1,
            HandshakeQueue = 0,
            HandshakeInbox = 3,
            HandshakeDeadline = TimeSpan.Zero,
            HandshakeQueueDeadline = TimeSpan.FromHours(1),
            HandshakeResend = TimeSpan.FromMilliseconds(19),
            HandshakeStall = TimeSpan.Zero,
        });

        Assert.Equal(7, result.Failures!.Count());
    }
}
