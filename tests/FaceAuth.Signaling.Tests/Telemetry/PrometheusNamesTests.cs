using FaceAuth.Signaling.Telemetry;

namespace FaceAuth.Signaling.Tests.Telemetry;

public sealed class PrometheusNamesTests
{
    [Theory]
    [InlineData("faceauth.signaling.sessions", "{session}", false, "faceauth_signaling_sessions")]
    [InlineData("faceauth.signaling.sessions.started", "{session}", true, "faceauth_signaling_sessions_started_total")]
    [InlineData("faceauth.media.first_picture", "s", false, "faceauth_media_first_picture_seconds")]
    [InlineData("faceauth.media.bytes.received", "By", true, "faceauth_media_bytes_received_total")]
    [InlineData("faceauth.store.index.size", "By", false, "faceauth_store_index_size_bytes")]
    [InlineData("dotnet.process.cpu.time", "s", true, "dotnet_process_cpu_time_seconds_total")]
    public void Names_follow_the_rules_of_prometheus(string instrument, string unit, bool isCounter, string name) =>
        Assert.Equal(name, PrometheusNames.Of(instrument, unit, isCounter));
}
