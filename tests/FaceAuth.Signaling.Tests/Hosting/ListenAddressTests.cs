using System.Net;

namespace FaceAuth.Signaling.Tests.Hosting;

/// <summary>Where a real server listens.</summary>
public sealed class ListenAddressTests
{
    [Fact]
    public async Task The_frameworks_variable_names_the_address_although_there_is_a_default()
    {
        await using var server = await RunningServer.StartAtAsync(_ => "");

        var (status, _) = await server.HealthAsync();

        Assert.Equal(HttpStatusCode.OK, status);
    }
}
