using FaceAuth.Media.Crypto;
using FaceAuth.Media.Srtp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Srtp;

public class SrtpReceiverTests
{
    readonly CipherEngine _engine;

    public SrtpReceiverTests()
        : this(CipherEngine.Best)
    {
    }

    private protected SrtpReceiverTests(CipherEngine engine) => _engine = engine;

    public static TheoryData<int> Profiles => SrtpPair.Profiles;

    [Theory, MemberData(nameof(Profiles))]
    public void A_packet_of_any_length_comes_out_as_it_went_in(int profile)
    {
        using var pair = new SrtpPair((SrtpProfile)profile, _engine);

        for (ushort length = 0; length < 1600; length += 7)
        {
            var rtp = SrtpPair.Rtp(length, payload: length);
            var packet = pair.Protect(rtp);

            Assert.True(pair.Receiver.TryUnprotectRtp(packet, out var plain));
            Assert.Equal(rtp, packet[..plain]);
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Header_extension_and_contributing_sources_stay_in_the_clear(int profile)
    {
        using var pair = new SrtpPair((SrtpProfile)profile, _engine);
        var rtp = SrtpPair.Rtp(1, payload: 60);
        rtp[0] = 0x80 | 0x10 | 2;                        // extension, two CSRCs
        rtp[12 + 8 + 2] = 0;
        rtp[12 + 8 + 3] = 3;                             // three words of extension
        const int header = 12 + 8 + 4 + 12;

        var packet = pair.Protect(rtp);

        Assert.Equal(rtp[..header], packet[..header]);
        Assert.NotEqual(rtp[header..], packet[header..rtp.Length]);
        Assert.True(pair.Unprotect(packet));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void The_rollover_counter_follows_the_sequence_number_through_several_rollovers(int profile)
    {
        using var pair = new SrtpPair((SrtpProfile)profile, _engine);

        for (var index = 65_000; index < 65_000 + 3 * 65_536; index += 97)
            Assert.True(pair.Unprotect(pair.Protect(SrtpPair.Rtp((ushort)index))), $"index {index}");
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Packets_reordered_across_a_rollover_are_understood(int profile)
    {
        using var pair = new SrtpPair((SrtpProfile)profile, _engine);
        var packets = Enumerable.Range(65_530, 12).Select(index => pair.Protect(SrtpPair.Rtp((ushort)index))).ToArray();
        var order = new[] { 0, 7, 6, 5, 8, 4, 11, 3, 2, 10, 1, 9 };

        Assert.All(order, i => Assert.True(pair.Unprotect(packets[i]), $"packet {i}"));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void A_packet_of_before_the_streams_first_rollover_is_too_old(int profile)
    {
        using var pair = new SrtpPair((SrtpProfile)profile, _engine);
        Assert.True(pair.Unprotect(pair.Protect(SrtpPair.Rtp(3))));

        var late = new byte[12 + 100 + pair.Receiver.RtpOverhead];
        SrtpPair.Rtp(65_535).CopyTo(late, 0);

        Assert.False(pair.Unprotect(late));
        Assert.Equal(1, pair.Receiver.Count(SrtpFailure.TooOld));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void A_repeated_packet_is_refused(int profile)
    {
        using var pair = new SrtpPair((SrtpProfile)profile, _engine);
        var packets = Enumerable.Range(1, 300).Select(sequence => pair.Protect(SrtpPair.Rtp((ushort)sequence))).ToArray();

        Assert.All(packets, packet => Assert.True(pair.Unprotect(packet)));
        Assert.All(packets, packet => Assert.False(pair.Unprotect(packet)));

        Assert.Equal(300, pair.Receiver.Count(SrtpFailure.Replayed));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void A_packet_older_than_the_replay_window_is_refused(int profile)
    {
        using var pair = new SrtpPair((SrtpProfile)profile, _engine);
        var old = pair.Protect(SrtpPair.Rtp(1));
        var inside = pair.Protect(SrtpPair.Rtp(2));
        Assert.True(pair.Unprotect(pair.Protect(SrtpPair.Rtp(1 + ReplayWindow.Size))));

        Assert.False(pair.Unprotect(old));
        Assert.True(pair.Unprotect(inside));
        Assert.Equal(1, pair.Receiver.Count(SrtpFailure.TooOld));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Any_flipped_bit_is_noticed_and_the_packet_itself_still_passes(int profile)
    {
        using var pair = new SrtpPair((SrtpProfile)profile, _engine);
        var packet = pair.Protect(SrtpPair.Rtp(9, payload: 40));

        for (var bit = 0; bit < 8 * packet.Length; bit++)
        {
            var spoiled = packet.ToArray();
            spoiled[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(pair.Unprotect(spoiled), $"bit {bit}");
        }

        Assert.True(pair.Unprotect(packet));
        Assert.Equal(1, pair.Receiver.SourceCount);
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Any_flipped_bit_of_an_RTCP_packet_is_noticed_and_the_packet_itself_still_passes(int profile)
    {
        using var pair = new SrtpPair((SrtpProfile)profile, _engine);
        var packet = pair.ProtectRtcp(SrtpPair.Rtcp());

        for (var bit = 0; bit < 8 * packet.Length; bit++)
        {
            var spoiled = packet.ToArray();
            spoiled[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(pair.UnprotectRtcp(spoiled), $"bit {bit}");
        }

        Assert.True(pair.UnprotectRtcp(packet));
        Assert.False(pair.UnprotectRtcp(packet));
        Assert.Equal(1, pair.Receiver.Count(SrtpFailure.Replayed));
        Assert.Equal(1, pair.Receiver.Count(SrtpFailure.NotEncrypted));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Sources_beyond_the_bound_are_refused_and_known_ones_go_on(int profile)
    {
        using var pair = new SrtpPair((SrtpProfile)profile, _engine, maxSources: 5);

        for (uint ssrc = 1; ssrc <= 5; ssrc++) Assert.True(pair.Unprotect(pair.Protect(SrtpPair.Rtp(1, ssrc))));
        Assert.False(pair.Unprotect(pair.Protect(SrtpPair.Rtp(1, 6))));
        Assert.False(pair.UnprotectRtcp(pair.ProtectRtcp(SrtpPair.Rtcp(7))));

        Assert.True(pair.Unprotect(pair.Protect(SrtpPair.Rtp(2, 3))));
        Assert.True(pair.UnprotectRtcp(pair.ProtectRtcp(SrtpPair.Rtcp(3))));
        Assert.Equal(2, pair.Receiver.Count(SrtpFailure.TooManySources));
        Assert.Equal(5, pair.Receiver.SourceCount);
    }

    [Theory, MemberData(nameof(Profiles))]
    public void A_forged_packet_takes_up_no_source(int profile)
    {
        using var pair = new SrtpPair((SrtpProfile)profile, _engine);
        var packet = new byte[100];
        packet[0] = 0x80;

        Assert.False(pair.Unprotect(packet));

        Assert.Equal(0, pair.Receiver.SourceCount);
        Assert.Equal(1, pair.Receiver.Count(SrtpFailure.BadTag));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Spoiled_packets_are_refused_and_counted_and_never_throw(int profile)
    {
        using var pair = new SrtpPair((SrtpProfile)profile, _engine);
        var rtp = pair.Protect(SrtpPair.Rtp(77));
        var rtcp = pair.ProtectRtcp(SrtpPair.Rtcp());
        var refused = 0;

        foreach (var spoiled in Mutations.Of(rtp, seed: 11, count: 20_000))
        {
            if (spoiled.AsSpan().SequenceEqual(rtp)) continue;
            Assert.False(pair.Unprotect(spoiled));
            refused++;
        }

        foreach (var spoiled in Mutations.Of(rtcp, seed: 12, count: 20_000))
        {
            if (spoiled.AsSpan().SequenceEqual(rtcp)) continue;
            Assert.False(pair.UnprotectRtcp(spoiled));
            refused++;
        }

        Assert.Equal(refused, Enum.GetValues<SrtpFailure>().Sum(pair.Receiver.Count));
        Assert.True(pair.Unprotect(rtp));
        Assert.True(pair.UnprotectRtcp(rtcp));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Nothing_is_allocated_once_a_source_is_known(int profile)
    {
        using var pair = new SrtpPair((SrtpProfile)profile, _engine);
        var packets = Enumerable.Range(1, 200).Select(sequence => pair.Protect(SrtpPair.Rtp((ushort)sequence))).ToArray();
        for (var i = 0; i < 100; i++) pair.Receiver.TryUnprotectRtp(packets[i], out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 100; i < 200; i++) pair.Receiver.TryUnprotectRtp(packets[i], out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
