using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace FaceAuth.Signaling.Tests.Sessions;

public sealed class IceServersTests
{
    [Fact]
    [SuppressMessage("Security", "CA5350", Justification = "TURN servers fix HMAC-SHA1 for this.")]
    public async Task Turn_credentials_are_each_sessions_own_and_run_out()
    {
        await using var host = new HostApplication(
            ("Ice:Servers:0:Urls:0", "turn:turn.example.org:3478"), ("Ice:Servers:0:Secret", "s3cret"));
        using var party = await host.RelyingPartyAsync();

        var session = await party.CreateSessionAsync(new { purpose = "enroll", subject = "ada" });

        var server = session.GetProperty("iceServers")[0];
        var name = $"{host.Clock.GetUtcNow().AddMinutes(4).ToUnixTimeSeconds()}:{session.GetProperty("id").GetString()}";
        var mac = HMACSHA1.HashData("s3cret"u8, Encoding.UTF8.GetBytes(name));
        Assert.Equal("turn:turn.example.org:3478", server.GetProperty("urls")[0].GetString());
        Assert.Equal(name, server.GetProperty("username").GetString());
        Assert.Equal(Convert.ToBase64String(mac), server.GetProperty("credential").GetString());
    }
}
