using FaceAuth.Media.Crypto;
using FaceAuth.Media.Dtls;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Dtls;

public sealed class DtlsRecordLayerTests : IDisposable
{
    readonly RecordPair _pair = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1172)]
    [InlineData(DtlsRecordLayer.MaxPlaintext)]
    public void A_record_of_any_length_passes_both_ways(int length)
    {
        var plaintext = new byte[length];
        new Random(length).NextBytes(plaintext);

        Assert.Equal(plaintext, RecordPair.Open(_pair.Server, RecordPair.Seal(_pair.Client, plaintext)));
        Assert.Equal(plaintext, RecordPair.Open(_pair.Client, RecordPair.Seal(_pair.Server, plaintext)));
    }

    [Fact]
    public void A_record_goes_not_back_to_its_sender()
    {
        Assert.Null(RecordPair.Open(_pair.Client, RecordPair.Seal(_pair.Client, [1, 2, 3])));
        Assert.Equal(1, _pair.Client.Count(DtlsRecordFailure.BadTag));
    }

    [Fact]
    public void Sequence_numbers_begin_at_2_to_the_32_in_epoch_1()
    {
        var first = RecordPair.Seal(_pair.Client, [1]);
        var second = RecordPair.Seal(_pair.Client, [1]);

        Assert.Equal([23, 0xFE, 0xFD, 0, 1, 0, 1, 0, 0, 0, 0, 0, 25], first[..13]);
        Assert.Equal([0, 1, 0, 1, 0, 0, 0, 1], second[3..11]);
        Assert.Equal(second[3..11], second[13..21]);   // the explicit nonce is epoch and sequence: never twice
    }

    [Fact]
    public void Records_may_come_out_of_order_within_the_window_and_each_once()
    {
        var records = Enumerable.Range(0, 500).Select(i => RecordPair.Seal(_pair.Client, BitConverter.GetBytes(i))).ToArray();
        var random = new Random(4);
        random.Shuffle(records);

        Assert.All(records, record => Assert.NotNull(RecordPair.Open(_pair.Server, record)));
        Assert.All(records, record => Assert.Null(RecordPair.Open(_pair.Server, record)));
        Assert.Equal(500, _pair.Server.Count(DtlsRecordFailure.Replayed));
    }

    [Fact]
    public void A_record_older_than_the_window_is_refused()
    {
        var old = RecordPair.Seal(_pair.Client, [1]);
        for (var i = 0; i < ReplayWindow.Size; i++) Assert.NotNull(RecordPair.Open(_pair.Server, RecordPair.Seal(_pair.Client, [2])));

        Assert.Null(RecordPair.Open(_pair.Server, old));
    }

    [Fact]
    public void Any_flipped_bit_is_noticed_and_the_record_itself_still_passes()
    {
        var record = RecordPair.Seal(_pair.Client, [1, 2, 3, 4, 5]);

        for (var bit = 0; bit < 8 * record.Length; bit++)
        {
            var spoiled = record.ToArray();
            spoiled[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(RecordPair.Open(_pair.Server, spoiled) is null, $"bit {bit}");
        }

        Assert.NotNull(RecordPair.Open(_pair.Server, record));
    }

    [Fact]
    public void Spoiled_records_are_refused_and_counted_and_never_throw()
    {
        var record = RecordPair.Seal(_pair.Client, new byte[60]);
        var refused = 0;

        foreach (var spoiled in Mutations.Of(record, seed: 21, count: 20_000))
        {
            if (spoiled.AsSpan().SequenceEqual(record)) continue;
            Assert.Null(RecordPair.Open(_pair.Server, spoiled));
            refused++;
        }

        Assert.Equal(refused, Enum.GetValues<DtlsRecordFailure>().Sum(_pair.Server.Count));
        Assert.NotNull(RecordPair.Open(_pair.Server, record));
    }

    [Fact]
    public void Spoiled_datagrams_fall_into_records_or_end()
    {
        byte[] datagram = [.. RecordPair.Seal(_pair.Client, [1]), .. RecordPair.Seal(_pair.Client, [2, 2])];

        foreach (var spoiled in Mutations.Of(datagram, seed: 22, count: 20_000))
        {
            var total = 0;
            foreach (var record in new DtlsRecords(spoiled)) total += record.Length;
            Assert.InRange(total, 0, spoiled.Length);
        }
    }

    [Fact]
    public void Several_records_in_one_datagram_are_each_found()
    {
        byte[] datagram =
        [
            .. RecordPair.Seal(_pair.Client, [1]), .. RecordPair.Seal(_pair.Client, [2, 2]), .. RecordPair.Seal(_pair.Client, [3, 3, 3]),
            23, 254,
        ];
        var found = new List<byte[]?>();

        foreach (var record in new DtlsRecords(datagram)) found.Add(RecordPair.Open(_pair.Server, record.ToArray()));

        Assert.Equal([[1], [2, 2], [3, 3, 3]], found);
    }

    [Fact]
    public void A_record_of_the_handshakes_epoch_is_told_apart()
    {
        var record = RecordPair.Seal(_pair.Client, [1]);
        record[4] = 0;

        Assert.Null(RecordPair.Open(_pair.Server, record));
        Assert.Equal(1, _pair.Server.Count(DtlsRecordFailure.WrongEpoch));
    }

    [Fact]
    public void A_buffer_that_is_too_short_costs_the_record_and_nothing_else()
    {
        var record = RecordPair.Seal(_pair.Client, new byte[50]);

        Assert.False(_pair.Server.TryUnprotect(record, new byte[49], out var length, out var type));
        Assert.Equal((0, DtlsContentType.None), (length, type));
        Assert.Equal(1, _pair.Server.Count(DtlsRecordFailure.TooLong));
    }

    [Fact]
    public void Alerts_come_through_and_tell_whether_the_connection_ends()
    {
        var record = new byte[100];
        var plaintext = new byte[100];

        var length = _pair.Client.Protect(DtlsAlert.CloseNotify, record);
        Assert.True(_pair.Server.TryUnprotect(record.AsSpan(0, length), plaintext, out length, out var type));

        Assert.Equal(DtlsContentType.Alert, type);
        Assert.True(DtlsAlert.TryRead(plaintext.AsSpan(0, length), out var alert));
        Assert.Equal(DtlsAlert.CloseNotify, alert);
        Assert.True(alert.EndsConnection);
        Assert.True(new DtlsAlert(true, 80).EndsConnection);
        Assert.False(new DtlsAlert(false, 90).EndsConnection);
        Assert.False(DtlsAlert.TryRead([3, 0], out _));
        Assert.False(DtlsAlert.TryRead([1], out _));
    }

    [Fact]
    public void Wrong_calls_throw_and_write_nothing()
    {
        var record = new byte[40];

        Assert.Throws<ArgumentException>(() => _pair.Client.Protect(DtlsContentType.ApplicationData, new byte[4], record));
        Assert.Throws<ArgumentException>(
            () => _pair.Client.Protect(DtlsContentType.ApplicationData, new byte[DtlsRecordLayer.MaxPlaintext + 1], new byte[20_000]));

        Assert.All(record, octet => Assert.Equal(0, octet));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var plaintext = new byte[1172];
        var record = new byte[1172 + DtlsRecordLayer.Overhead];
        void Pass()
        {
            var length = _pair.Client.Protect(DtlsContentType.ApplicationData, plaintext, record);
            _pair.Server.TryUnprotect(record.AsSpan(0, length), plaintext, out _, out _);
        }

        for (var i = 0; i < 100; i++) Pass();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Pass();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    public void Dispose() => _pair.Dispose();
}
