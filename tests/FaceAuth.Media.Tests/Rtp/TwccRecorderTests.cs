using FaceAuth.Media.Rtp;
using FaceAuth.Media.Tests.Rtp.Rtcp;

namespace FaceAuth.Media.Tests.Rtp;

public sealed class TwccRecorderTests
{
    readonly TwccRecorder _recorder = new(Ms(50));

    // Each worked out by hand from the draft's figures; times in 250 µs: 1 s = 4000 = 15 × 256 + 160.
    [Theory]
    [InlineData("100@1000 102@1010.1", "8FCD0005 00000001 00000002 0064 0003 00000F 00 A800 A0 28")]
    [InlineData("1@1010 2@1000", "AFCD0006 00000001 00000002 0001 0002 00000F 00 D800 C8 FFD8 000003")]
    [InlineData("65535@1000 0@1000.25 1@1000.5", "AFCD0006 00000001 00000002 FFFF 0003 00000F 00 2003 A0 01 01 000003")]
    [InlineData("7@1000 8@1100", "AFCD0006 00000001 00000002 0007 0002 00000F 00 D800 A0 0190 000003")]
    public void Writes_what_the_draft_says(string arrivals, string hex)
    {
        foreach (var arrival in arrivals.Split(' '))
        {
            var (number, time) = (arrival.Split('@')[0], arrival.Split('@')[1]);
            _recorder.Record(ushort.Parse(number, null), Ms(double.Parse(time, null)));
        }

        Assert.Equal(hex.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(Poll(2000)));
        Assert.Empty(Poll(2000));
    }

    [Fact]
    public void Waits_for_the_interval_unless_much_has_come()
    {
        _recorder.Record(1, Ms(1000));
        Assert.Equal(Ms(1050), _recorder.Deadline);
        Assert.Empty(Poll(1049));
        Assert.NotEmpty(Poll(1050));
        Assert.Equal(TimeSpan.MaxValue, _recorder.Deadline);

        for (var i = 0; i < 256; i++) _recorder.Record((ushort)(2 + i), Ms(1060));

        Assert.NotEmpty(Poll(1060));
    }

    [Fact]
    public void Says_that_packets_before_the_first_arrival_of_a_message_are_missing()
    {
        _recorder.Record(10, Ms(1000));
        Poll(1050);
        _recorder.Record(13, Ms(1100));

        var (statuses, count) = TwccReader.Read(Poll(1150));

        Assert.Equal([(11, null), (12, null), (13, 4400)], statuses);
        Assert.Equal(1, count);
    }

    [Fact]
    public void Reports_a_packet_that_came_after_its_message_again_from_there()
    {
        foreach (var number in new ushort[] { 10, 12 }) _recorder.Record(number, Ms(1000));
        Poll(1050);
        _recorder.Record(11, Ms(1060));

        var (statuses, _) = TwccReader.Read(Poll(1110));

        Assert.Equal([(11, 4240), (12, 4000)], statuses);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.05, 0)]
    [InlineData(0.6, 0)]
    [InlineData(0.05, 40)]
    [InlineData(0, 20_000)]
    public void What_is_read_back_is_what_arrived(double loss, int spreadMs)
    {
        var random = new Random(3);
        var arrived = new SortedDictionary<long, long>();
        var told = new SortedDictionary<long, long?>();
        long next = 65_000;
        var now = 5000.0;
        for (var round = 0; round < 300; round++)
        {
            var batch = Enumerable.Range(0, random.Next(1, 60)).Select(_ => next++).Where(_ => random.NextDouble() >= loss)
                .Select(number => (number, at: Math.Max(0, now + random.NextDouble() * spreadMs))).OrderBy(packet => packet.at).ToList();
            foreach (var (number, at) in batch)
            {
                _recorder.Record((ushort)number, Ms(at));
                arrived[number] = Ms(at).Ticks / 2500;
            }

            now += 50 + spreadMs;
            byte expected = 0;
            for (byte[] packet; (packet = Poll(now)).Length > 0;)
            {
                Assert.InRange(packet.Length, 24, 1150);
                var (statuses, count) = TwccReader.Read(packet);
                if (expected != 0) Assert.Equal(expected, count);
                expected = (byte)(count + 1);
                foreach (var (number, arrival) in statuses)
                {
                    var full = next + (short)(number - (ushort)next);
                    if (arrival is not null || !told.ContainsKey(full)) told[full] = arrival;
                }
            }
        }

        Assert.Equal(
            arrived.ToDictionary(),
            told.Where(status => status.Value is not null).ToDictionary(status => status.Key, status => status.Value!.Value));
        Assert.Equal(told.Count, told.Keys.Last() - told.Keys.First() + 1);
    }

    [Fact]
    public void Survives_any_sequence_of_numbers_and_times()
    {
        var random = new Random(8);
        for (var i = 0; i < 200_000; i++)
        {
            var number = random.Next(3) == 0 ? random.Next(0x1_0000) : i;
            _recorder.Record((ushort)number, Ms(random.Next(0, 1_000_000)));
            if (random.Next(20) != 0) continue;
            for (byte[] packet; (packet = Poll(2_000_000)).Length > 0;) TwccReader.Read(packet);
        }
    }

    byte[] Poll(double ms)
    {
        var rtcp = new byte[1150];
        return rtcp[.._recorder.Poll(Ms(ms), 1, 2, rtcp)];
    }

    static TimeSpan Ms(double ms) => TimeSpan.FromTicks((long)(ms * TimeSpan.TicksPerMillisecond));
}
