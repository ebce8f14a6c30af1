using System.Globalization;
using FaceAuth.Fuzz.Targets;
using FaceAuth.Media.Depacketize;

namespace FaceAuth.Fuzz;

public sealed class FuzzTests(ITestOutputHelper output)
{
    const int Short = 50_000;
    const long PiledUp = 64 << 20;   // bytes above where it began, after a full collection

    static readonly Dictionary<string, Func<FuzzTarget>> Makers = new()
    {
        ["av1 payload"] = () => new PayloadTarget("Av1", "av1/testsrc.ivf"),
        ["channel message"] = () => new ChannelMessageTarget(),
        ["data channel open"] = () => new OpenMessageTarget(),
        ["dtls records"] = () => new DtlsRecordTarget(),
        ["h264 payload"] = () => new PayloadTarget("H264", "h264/baseline.h264"),
        ["ice lite"] = () => new IceTarget(),
        ["rtcp"] = () => new RtcpTarget(),
        ["sctp association"] = () => new SctpTarget(),
        ["sdp offer"] = () => new SdpTarget(),
        ["srtp"] = () => new SrtpTarget(),
        ["stun"] = () => new StunTarget(),
        ["tcp frames"] = () => new FrameTarget(),
        ["video stream"] = () => new VideoStreamTarget(VideoCodec.Vp8),
        ["video stream h264"] = () => new VideoStreamTarget(VideoCodec.H264),
        ["vp8 payload"] = () => new PayloadTarget("Vp8", "vp8/odd.ivf"),
        ["vp9 payload"] = () => new PayloadTarget("Vp9", "vp9/testsrc.ivf"),
    };

    public static TheoryData<string> Names => [.. Makers.Keys.Where(name =>
        Environment.GetEnvironmentVariable("FACEAUTH_FUZZ_TARGETS") is not { Length: > 0 } some || some.Split(',').Contains(name))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_from_the_network_breaks(string name)
    {
        var seed = Setting("FACEAUTH_FUZZ_SEED", 1);
        using var first = Makers[name]();
        var inputs = Setting("FACEAUTH_FUZZ_INPUTS", Short) / first.Cost;
        var mutator = new Mutator(first.Seeds, seed);
        var target = Makers[name]();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var number = 0; number < inputs; number++)
        {
            if (number > 0 && number % target.Inputs == 0)
            {
                target.Dispose();
                target = Makers[name]();
            }

            var input = mutator.Next();
            var copy = number;
            try
            {
                target.Run(input);
            }
            catch (Exception broken)
            {
                throw new InvalidOperationException($"{name}, seed {seed}, input {copy}: {Convert.ToHexString(input)}", broken);
            }
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        target.Dispose();
        output.WriteLine($"{name}: {inputs} inputs, {grown / 1024} KiB kept");
        Assert.InRange(grown, long.MinValue, PiledUp);
    }

    static int Setting(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? int.Parse(set, CultureInfo.InvariantCulture) : otherwise;
}
